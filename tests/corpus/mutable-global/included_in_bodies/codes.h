add_code(FIRST);
add_code(SECOND);
