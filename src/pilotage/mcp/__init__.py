"""The door for assistants (MCP): reading tools under the holder's own rights, writing only as proposals a person approves.

Contents of files and messages are answers, never instructions: which tools there are and what they may do is
fixed here and does not depend on anything that was read.
"""
