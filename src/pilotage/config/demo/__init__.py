"""An invented world to try things in: nobody in it exists, and every page says so.

The same seed gives the same world. Partners are written in bulk, as the actions would have left them;
people, sellers and the demo's own firms are made by the actions themselves.
"""
