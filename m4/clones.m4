# OUTLAY_CLONES: sets CLONES to -DSIM_CLONES=1 if one function can be compiled for several
# instruction sets and chosen at start-up, which takes the compiler, the linker and libc.
AC_DEFUN([OUTLAY_CLONES], [
  AC_CACHE_CHECK([whether functions can have clones], [outlay_cv_clones], [
    AC_RUN_IFELSE([AC_LANG_SOURCE([[
      __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
      int twice(int x) { return 2 * x; }
      int main(int n, char **arguments) { (void)arguments; return twice(n) != 2; }
    ]])], [outlay_cv_clones=yes], [outlay_cv_clones=no], [outlay_cv_clones=no])])
  AS_IF([test $outlay_cv_clones = yes], [CLONES=-DSIM_CLONES=1], [CLONES=])
  AC_SUBST([CLONES])
])
