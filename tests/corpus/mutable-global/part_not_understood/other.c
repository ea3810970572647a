int find_use(int value);
void find_prepare(void);
void find_count(void);

int
other_use(int value)
{
    return find_use(value);
}

int other @@ table { find_count() ]] ;
