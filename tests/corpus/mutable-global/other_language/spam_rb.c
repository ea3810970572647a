#include "ruby.h"

int spam_count(void);

/* The same for Ruby: no module of Python has it. */
VALUE Spam = Qnil;
static int registered;

static VALUE
method_count(VALUE self)
{
    registered++;
    return INT2FIX(spam_count());
}

void
Init_spam(void)
{
    Spam = rb_define_module("Spam");
    rb_define_method(Spam, "count", method_count, 0);
}
