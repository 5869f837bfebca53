"""The ground floor: money, periods, places, decimals, trail, errors, ports. Pure; imports nothing above."""
