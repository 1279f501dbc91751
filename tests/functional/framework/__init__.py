"""The functional tests: real processes, and a second implementation of the wire to talk to them with."""
