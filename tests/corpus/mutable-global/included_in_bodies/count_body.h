const char *at = text;
Py_ssize_t found = 0;
Py_ssize_t left; //~ INIT017

left = length;
while (left-- > 0) {
    found += *at++ == ',';
}
