/* All fields that have advice. */
#include <Python.h>

static void
use_0(PyASCIIObject *it)
{
    (void)it->ascii; //~ ABI012
    (void)it->compact; //~ ABI012
    (void)it->hash; //~ ABI012
    (void)it->kind; //~ ABI012
    (void)it->length; //~ ABI012
    (void)it->ready; //~ ABI011
    (void)it->state; //~ ABI012
    (void)it->wstr; //~ ABI011
}

static void
use_1(PyBytesObject *it)
{
    (void)it->ob_shash; //~ ABI012
}

static void
use_2(PyCFunctionObject *it)
{
    (void)it->m_ml; //~ ABI012
    (void)it->m_module; //~ ABI012
    (void)it->m_self; //~ ABI012
    (void)it->m_weakreflist; //~ ABI012
    (void)it->vectorcall; //~ ABI012
}

static void
use_3(PyCodeObject *it)
{
    (void)it->co_argcount;
    (void)it->co_cell2arg; //~ ABI011
    (void)it->co_cellvars; //~ ABI011
    (void)it->co_code; //~ ABI011
    (void)it->co_consts;
    (void)it->co_filename;
    (void)it->co_firstlineno;
    (void)it->co_flags;
    (void)it->co_freevars; //~ ABI011
    (void)it->co_kwonlyargcount;
    (void)it->co_linetable; //~ ABI012
    (void)it->co_lnotab; //~ ABI011
    (void)it->co_name;
    (void)it->co_names;
    (void)it->co_nlocals;
    (void)it->co_opcache; //~ ABI011
    (void)it->co_opcache_flag; //~ ABI011
    (void)it->co_opcache_map; //~ ABI011
    (void)it->co_opcache_size; //~ ABI011
    (void)it->co_posonlyargcount;
    (void)it->co_qualname; //~ ABI011
    (void)it->co_stacksize;
    (void)it->co_varnames; //~ ABI011
    (void)it->co_zombieframe; //~ ABI011
}

static void
use_4(PyCompactUnicodeObject *it)
{
    (void)it->utf8; //~ ABI012
    (void)it->utf8_length; //~ ABI012
    (void)it->wstr_length; //~ ABI011
}

static void
use_5(PyComplexObject *it)
{
    (void)it->cval; //~ ABI012
}

static void
use_6(PyDictObject *it)
{
    (void)it->_ma_watcher_tag; //~ ABI011 ABI012
    (void)it->ma_keys; //~ ABI012
    (void)it->ma_used; //~ ABI012
    (void)it->ma_values; //~ ABI012
    (void)it->ma_version_tag; //~ MUT014
}

static void
use_7(PyFrameObject *it)
{
    (void)it->f_back; //~ ABI010
    (void)it->f_builtins; //~ ABI010
    (void)it->f_code; //~ ABI010
    (void)it->f_gen; //~ ABI010
    (void)it->f_globals; //~ ABI010
    (void)it->f_lasti; //~ ABI010
    (void)it->f_lineno; //~ ABI010
    (void)it->f_locals; //~ ABI010
    (void)it->f_localsplus; //~ ABI010
    (void)it->f_trace; //~ ABI010
}

static void
use_8(PyFunctionObject *it)
{
    (void)it->func_annotate; //~ ABI011 ABI012
    (void)it->func_annotations; //~ ABI012
    (void)it->func_builtins; //~ ABI012
    (void)it->func_closure; //~ ABI012
    (void)it->func_code; //~ ABI012
    (void)it->func_defaults; //~ ABI012
    (void)it->func_dict; //~ ABI012
    (void)it->func_doc; //~ ABI012
    (void)it->func_globals; //~ ABI012
    (void)it->func_kwdefaults; //~ ABI012
    (void)it->func_module; //~ ABI012
    (void)it->func_name; //~ ABI012
    (void)it->func_qualname; //~ ABI012
    (void)it->func_typeparams; //~ ABI011 ABI012
    (void)it->func_version; //~ ABI011 ABI012
    (void)it->func_weakreflist; //~ ABI012
}

static void
use_9(PyGenObject *it)
{
    (void)it->gi_code; //~ ABI010
    (void)it->gi_exc_state; //~ ABI010
    (void)it->gi_frame; //~ ABI010
    (void)it->gi_frame_state; //~ ABI010
    (void)it->gi_iframe; //~ ABI010
    (void)it->gi_name; //~ ABI010
    (void)it->gi_qualname; //~ ABI010
    (void)it->gi_running; //~ ABI010
    (void)it->gi_weakreflist; //~ ABI010
}

static void
use_10(PyHeapTypeObject *it)
{
    (void)it->_ht_tpname; //~ ABI011 ABI012
    (void)it->_spec_cache; //~ ABI011 ABI012
    (void)it->ht_cached_keys; //~ ABI012
    (void)it->ht_module; //~ ABI012
    (void)it->ht_name; //~ ABI012
    (void)it->ht_qualname; //~ ABI012
    (void)it->ht_slots; //~ ABI012
    (void)it->ht_token; //~ ABI011 ABI012
}

static void
use_11(PyInterpreterState *it)
{
    (void)it->builtins; //~ ABI010
    (void)it->eval_frame; //~ ABI010
    (void)it->id; //~ ABI010
    (void)it->modules; //~ ABI010
    (void)it->next; //~ ABI010
    (void)it->sysdict; //~ ABI010
    (void)it->tstate_head; //~ ABI010
}

static void
use_12(PyListObject *it)
{
    (void)it->allocated; //~ ABI012
}

static void
use_13(PyLongObject *it)
{
    (void)it->long_value; //~ ABI011 ABI012
    (void)it->ob_digit; //~ ABI011
}

static void
use_14(PyModuleDef_Base *it)
{
    (void)it->m_copy; //~ ABI012
    (void)it->m_index; //~ ABI012
    (void)it->m_init; //~ ABI012
}

static void
use_15(PyObject *it)
{
    (void)it->ob_refcnt; //~ ABI013
    (void)it->ob_type; //~ ABI013
}

static void
use_16(PySetObject *it)
{
    (void)it->fill; //~ ABI012
    (void)it->finger; //~ ABI012
    (void)it->hash; //~ ABI012
    (void)it->mask; //~ ABI012
    (void)it->smalltable; //~ ABI012
    (void)it->table; //~ ABI012
    (void)it->used; //~ ABI012
}

static void
use_17(PyThreadState *it)
{
    (void)it->async_exc; //~ ABI012
    (void)it->c_profilefunc; //~ ABI012
    (void)it->c_profileobj; //~ ABI012
    (void)it->c_recursion_remaining; //~ ABI011
    (void)it->c_tracefunc; //~ ABI012
    (void)it->c_traceobj; //~ ABI012
    (void)it->cframe; //~ ABI011
    (void)it->context; //~ ABI012
    (void)it->context_ver; //~ ABI012
    (void)it->curexc_traceback; //~ ABI011
    (void)it->curexc_type; //~ ABI011
    (void)it->curexc_value; //~ ABI011
    (void)it->current_exception; //~ ABI011 ABI012
    (void)it->current_frame; //~ ABI011 ABI012
    (void)it->dict; //~ ABI012
    (void)it->exc_info; //~ ABI012
    (void)it->exc_state; //~ ABI012
    (void)it->exc_traceback; //~ ABI011
    (void)it->exc_type; //~ ABI011
    (void)it->exc_value; //~ ABI011
    (void)it->frame; //~ ABI011
    (void)it->gilstate_counter; //~ ABI012
    (void)it->id; //~ ABI012
    (void)it->next; //~ ABI012
    (void)it->on_delete; //~ ABI011
    (void)it->on_delete_data; //~ ABI011
    (void)it->overflowed; //~ ABI011
    (void)it->prev; //~ ABI012
    (void)it->py_recursion_remaining; //~ ABI011 ABI012
    (void)it->recursion_critical; //~ ABI011
    (void)it->recursion_depth; //~ ABI011
    (void)it->recursion_limit; //~ ABI011
    (void)it->recursion_remaining; //~ ABI011
    (void)it->stackcheck_counter; //~ ABI011
    (void)it->thread_id; //~ ABI012
    (void)it->tracing; //~ ABI012
    (void)it->trash; //~ ABI011
    (void)it->trash_delete_later; //~ ABI011
    (void)it->trash_delete_nesting; //~ ABI011
    (void)it->use_tracing; //~ ABI011
}

static void
use_18(PyTypeObject *it)
{
    (void)it->tp_cache; //~ ABI012
    (void)it->tp_dict; //~ ABI012
    (void)it->tp_mro; //~ ABI012
    (void)it->tp_print; //~ ABI011
    (void)it->tp_subclasses; //~ ABI012
    (void)it->tp_version_tag; //~ ABI012
    (void)it->tp_versions_used; //~ ABI011 ABI012
    (void)it->tp_watched; //~ ABI011 ABI012
    (void)it->tp_weaklist; //~ ABI012
}

static void
use_19(PyVarObject *it)
{
    (void)it->ob_size; //~ ABI013
}

static void
use_20(PyWeakReference *it)
{
    (void)it->hash; //~ ABI012
    (void)it->wr_callback; //~ ABI012
    (void)it->wr_next; //~ ABI012
    (void)it->wr_object; //~ ABI012
    (void)it->wr_prev; //~ ABI012
}
