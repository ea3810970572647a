/* Macros that CPython predefines, or never: what stands behind the one that no build has is in none. */
#include <Python.h>

#ifdef __DJGPP__
static int count___djgpp__;
#endif
#ifdef __MSDOS__
static int count___msdos__;
#endif
#ifdef __MWERKS__
static int count___mwerks__;
#endif
#ifdef __OS2__
static int count___os2__;
#endif
#ifdef __TURBOC__
static int count___turboc__;
#endif
#ifdef __WATCOMC__
static int count___watcomc__;
#endif
#ifdef THINK_C
static int count_think_c;
#endif
#ifdef GRAALVM_PYTHON
static int count_graalvm_python;
#endif
#ifdef HPY
static int count_hpy;
#endif
#ifdef JYTHON_VERSION
static int count_jython_version;
#endif
#ifdef PYPY_VERSION
static int count_pypy_version;
#endif
#ifdef PYPY_VERSION_NUM
static int count_pypy_version_num;
#endif
#ifdef PYSTON_VERSION
static int count_pyston_version;
#endif
#ifdef Py_TPFLAGS_CHECKTYPES
static int count_py_tpflags_checktypes;
#endif
#ifdef Py_TPFLAGS_HAVE_CLASS
static int count_py_tpflags_have_class;
#endif
#ifdef Py_TPFLAGS_HAVE_ITER
static int count_py_tpflags_have_iter;
#endif
#ifdef Py_TPFLAGS_HAVE_NEWBUFFER
static int count_py_tpflags_have_newbuffer;
#endif
#ifdef Py_TPFLAGS_HAVE_RICHCOMPARE
static int count_py_tpflags_have_richcompare;
#endif
#ifdef Py_TPFLAGS_HAVE_WEAKREFS
static int count_py_tpflags_have_weakrefs;
#endif
#ifndef METH_CLASS
static int count_meth_class;
#endif
#ifndef METH_FASTCALL
static int count_meth_fastcall;
#endif
#ifndef METH_KEYWORDS
static int count_meth_keywords;
#endif
#ifndef METH_NOARGS
static int count_meth_noargs;
#endif
#ifndef METH_O
static int count_meth_o;
#endif
#ifndef METH_STATIC
static int count_meth_static;
#endif
#ifndef METH_VARARGS
static int count_meth_varargs;
#endif
#ifndef PY_MAJOR_VERSION
static int count_py_major_version;
#endif
#ifndef PY_MINOR_VERSION
static int count_py_minor_version;
#endif
#ifndef PY_VERSION_HEX
static int count_py_version_hex;
#endif
#ifndef PyDoc_STR
static int count_pydoc_str;
#endif
#ifndef PyDoc_STRVAR
static int count_pydoc_strvar;
#endif
#ifndef PyMODINIT_FUNC
static int count_pymodinit_func;
#endif
#ifndef PyModuleDef_HEAD_INIT
static int count_pymoduledef_head_init;
#endif
#ifndef PyObject_HEAD
static int count_pyobject_head;
#endif
#ifndef PyObject_HEAD_INIT
static int count_pyobject_head_init;
#endif
#ifndef PyVarObject_HEAD_INIT
static int count_pyvarobject_head_init;
#endif
#ifndef Py_BEGIN_ALLOW_THREADS
static int count_py_begin_allow_threads;
#endif
#ifndef Py_CLEAR
static int count_py_clear;
#endif
#ifndef Py_END_ALLOW_THREADS
static int count_py_end_allow_threads;
#endif
#ifndef Py_EQ
static int count_py_eq;
#endif
#ifndef Py_Ellipsis
static int count_py_ellipsis;
#endif
#ifndef Py_False
static int count_py_false;
#endif
#ifndef Py_LT
static int count_py_lt;
#endif
#ifndef Py_None
static int count_py_none;
#endif
#ifndef Py_NotImplemented
static int count_py_notimplemented;
#endif
#ifndef Py_PYTHON_H
static int count_py_python_h;
#endif
#ifndef Py_RETURN_FALSE
static int count_py_return_false;
#endif
#ifndef Py_RETURN_NONE
static int count_py_return_none;
#endif
#ifndef Py_RETURN_NOTIMPLEMENTED
static int count_py_return_notimplemented;
#endif
#ifndef Py_RETURN_TRUE
static int count_py_return_true;
#endif
#ifndef Py_TPFLAGS_BASETYPE
static int count_py_tpflags_basetype;
#endif
#ifndef Py_TPFLAGS_DEFAULT
static int count_py_tpflags_default;
#endif
#ifndef Py_TPFLAGS_HAVE_FINALIZE
static int count_py_tpflags_have_finalize;
#endif
#ifndef Py_TPFLAGS_HAVE_GC
static int count_py_tpflags_have_gc;
#endif
#ifndef Py_TPFLAGS_HAVE_VERSION_TAG
static int count_py_tpflags_have_version_tag;
#endif
#ifndef Py_TPFLAGS_HEAPTYPE
static int count_py_tpflags_heaptype;
#endif
#ifndef Py_True
static int count_py_true;
#endif
#ifndef Py_VISIT
static int count_py_visit;
#endif
#ifndef __STDC__
static int count___stdc__;
#endif

void
count(void)
{
#ifdef GRAALVM_PYTHON
    count_graalvm_python++;
#endif
#ifdef HPY
    count_hpy++;
#endif
#ifdef JYTHON_VERSION
    count_jython_version++;
#endif
#ifdef PYPY_VERSION
    count_pypy_version++;
#endif
#ifdef PYPY_VERSION_NUM
    count_pypy_version_num++;
#endif
#ifdef PYSTON_VERSION
    count_pyston_version++;
#endif
#ifdef Py_TPFLAGS_CHECKTYPES
    count_py_tpflags_checktypes++;
#endif
#ifdef Py_TPFLAGS_HAVE_CLASS
    count_py_tpflags_have_class++;
#endif
#ifdef Py_TPFLAGS_HAVE_ITER
    count_py_tpflags_have_iter++;
#endif
#ifdef Py_TPFLAGS_HAVE_NEWBUFFER
    count_py_tpflags_have_newbuffer++;
#endif
#ifdef Py_TPFLAGS_HAVE_RICHCOMPARE
    count_py_tpflags_have_richcompare++;
#endif
#ifdef Py_TPFLAGS_HAVE_WEAKREFS
    count_py_tpflags_have_weakrefs++;
#endif
#ifndef METH_CLASS
    count_meth_class++;
#endif
#ifndef METH_FASTCALL
    count_meth_fastcall++;
#endif
#ifndef METH_KEYWORDS
    count_meth_keywords++;
#endif
#ifndef METH_NOARGS
    count_meth_noargs++;
#endif
#ifndef METH_O
    count_meth_o++;
#endif
#ifndef METH_STATIC
    count_meth_static++;
#endif
#ifndef METH_VARARGS
    count_meth_varargs++;
#endif
#ifndef PY_MAJOR_VERSION
    count_py_major_version++;
#endif
#ifndef PY_MINOR_VERSION
    count_py_minor_version++;
#endif
#ifndef PY_VERSION_HEX
    count_py_version_hex++;
#endif
#ifndef PyDoc_STR
    count_pydoc_str++;
#endif
#ifndef PyDoc_STRVAR
    count_pydoc_strvar++;
#endif
#ifndef PyMODINIT_FUNC
    count_pymodinit_func++;
#endif
#ifndef PyModuleDef_HEAD_INIT
    count_pymoduledef_head_init++;
#endif
#ifndef PyObject_HEAD
    count_pyobject_head++;
#endif
#ifndef PyObject_HEAD_INIT
    count_pyobject_head_init++;
#endif
#ifndef PyVarObject_HEAD_INIT
    count_pyvarobject_head_init++;
#endif
#ifndef Py_BEGIN_ALLOW_THREADS
    count_py_begin_allow_threads++;
#endif
#ifndef Py_CLEAR
    count_py_clear++;
#endif
#ifndef Py_END_ALLOW_THREADS
    count_py_end_allow_threads++;
#endif
#ifndef Py_EQ
    count_py_eq++;
#endif
#ifndef Py_Ellipsis
    count_py_ellipsis++;
#endif
#ifndef Py_False
    count_py_false++;
#endif
#ifndef Py_LT
    count_py_lt++;
#endif
#ifndef Py_None
    count_py_none++;
#endif
#ifndef Py_NotImplemented
    count_py_notimplemented++;
#endif
#ifndef Py_PYTHON_H
    count_py_python_h++;
#endif
#ifndef Py_RETURN_FALSE
    count_py_return_false++;
#endif
#ifndef Py_RETURN_NONE
    count_py_return_none++;
#endif
#ifndef Py_RETURN_NOTIMPLEMENTED
    count_py_return_notimplemented++;
#endif
#ifndef Py_RETURN_TRUE
    count_py_return_true++;
#endif
#ifndef Py_TPFLAGS_BASETYPE
    count_py_tpflags_basetype++;
#endif
#ifndef Py_TPFLAGS_DEFAULT
    count_py_tpflags_default++;
#endif
#ifndef Py_TPFLAGS_HAVE_FINALIZE
    count_py_tpflags_have_finalize++;
#endif
#ifndef Py_TPFLAGS_HAVE_GC
    count_py_tpflags_have_gc++;
#endif
#ifndef Py_TPFLAGS_HAVE_VERSION_TAG
    count_py_tpflags_have_version_tag++;
#endif
#ifndef Py_TPFLAGS_HEAPTYPE
    count_py_tpflags_heaptype++;
#endif
#ifndef Py_True
    count_py_true++;
#endif
#ifndef Py_VISIT
    count_py_visit++;
#endif
#ifndef __STDC__
    count___stdc__++;
#endif
#ifdef __DJGPP__
    count___djgpp__++;
#endif
#ifdef __MSDOS__
    count___msdos__++;
#endif
#ifdef __MWERKS__
    count___mwerks__++;
#endif
#ifdef __OS2__
    count___os2__++;
#endif
#ifdef __TURBOC__
    count___turboc__++;
#endif
#ifdef __WATCOMC__
    count___watcomc__++;
#endif
#ifdef THINK_C
    count_think_c++;
#endif
}
