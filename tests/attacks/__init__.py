"""What an insider tries, with everything that the seats they hold received.

Each file is one way: by content, count, order, time, gap, seed, difference or puppet. A test says
what the insider can tell, and fails when that is more than the rules mean everybody to know.
"""
