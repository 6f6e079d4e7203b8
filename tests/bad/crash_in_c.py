# what: a crash in C
# error: crash
# says: ended by signal SIGSEGV
# solved: all
import ctypes

ctypes.string_at(0)
