# OUTLAY_FEATURE(NAME, HELP): --enable-NAME, off unless asked for.
AC_DEFUN([OUTLAY_FEATURE], [
  AC_ARG_ENABLE([$1], [AS_HELP_STRING([--enable-$1], [$2])], [], [enable_$1=no])
  AM_CONDITIONAL(m4_toupper([$1]), [test "x$enable_$1" != xno])
])
