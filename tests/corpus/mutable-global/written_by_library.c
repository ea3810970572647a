/* Functions that write to what they point to, and functions that only read it. */
#include <Python.h>

static char b_getsysteminfo[64]; //~ ISO020
static char b_queryperformancecounter[64]; //~ ISO020
static char b_queryperformancefrequency[64]; //~ ISO020
static char b_bsearch[64];
static char b_bzero[64]; //~ ISO020
static char b_clock_gettime[64]; //~ ISO020
static char b_fgets[64]; //~ ISO020
static char b_fprintf[64];
static char b_fputs[64];
static char b_fread[64]; //~ ISO020
static char b_fscanf[64]; //~ ISO020
static char b_fstat[64]; //~ ISO020
static char b_fwrite[64];
static char b_getcwd[64]; //~ ISO020
static char b_gethostname[64]; //~ ISO020
static char b_gettimeofday[64]; //~ ISO020
static char b_gmtime_r[64]; //~ ISO020
static char b_localtime_r[64]; //~ ISO020
static char b_lstat[64]; //~ ISO020
static char b_memcmp[64];
static char b_memcpy[64]; //~ ISO020
static char b_memmove[64]; //~ ISO020
static char b_memset[64]; //~ ISO020
static char b_pipe[64]; //~ ISO020
static char b_pread[64]; //~ ISO020
static char b_printf[64];
static char b_pthread_attr_init[64]; //~ ISO020
static char b_pthread_create[64]; //~ ISO020
static char b_pthread_key_create[64]; //~ ISO020
static char b_puts[64];
static char b_qsort[64]; //~ ISO020
static char b_read[64]; //~ ISO020
static char b_readlink[64]; //~ ISO020
static char b_recv[64]; //~ ISO020
static char b_snprintf[64]; //~ ISO020
static char b_sprintf[64]; //~ ISO020
static char b_sscanf[64]; //~ ISO020
static char b_stat[64]; //~ ISO020
static char b_stpcpy[64]; //~ ISO020
static char b_strcasecmp[64];
static char b_strcat[64]; //~ ISO020
static char b_strcmp[64];
static char b_strcpy[64]; //~ ISO020
static char b_strdup[64];
static char b_strerror_r[64]; //~ ISO020
static char b_strlcat[64]; //~ ISO020
static char b_strlcpy[64]; //~ ISO020
static char b_strlen[64];
static char b_strncasecmp[64];
static char b_strncat[64]; //~ ISO020
static char b_strncmp[64];
static char b_strncpy[64]; //~ ISO020
static char b_strtod[64]; //~ ISO020
static char b_strtok_r[64]; //~ ISO020
static char b_strtol[64]; //~ ISO020
static char b_strtoul[64]; //~ ISO020
static char b_sysinfo[64]; //~ ISO020
static char b_time[64]; //~ ISO020
static char b_uname[64]; //~ ISO020
static char b_vsnprintf[64]; //~ ISO020
static char b_vsprintf[64]; //~ ISO020
static char b_write[64];

void
spam(void *x)
{
    GetSystemInfo(b_getsysteminfo, x);
    QueryPerformanceCounter(b_queryperformancecounter, x);
    QueryPerformanceFrequency(b_queryperformancefrequency, x);
    bsearch(b_bsearch, b_bsearch, x);
    bzero(b_bzero, x);
    clock_gettime(x, b_clock_gettime, x);
    fgets(b_fgets, x);
    fprintf(b_fprintf, b_fprintf, x);
    fputs(b_fputs, b_fputs, x);
    fread(b_fread, x);
    fscanf(x, x, b_fscanf, x);
    fstat(x, b_fstat, x);
    fwrite(b_fwrite, b_fwrite, x);
    getcwd(b_getcwd, x);
    gethostname(b_gethostname, x);
    gettimeofday(b_gettimeofday, x);
    gmtime_r(x, b_gmtime_r, x);
    localtime_r(x, b_localtime_r, x);
    lstat(x, b_lstat, x);
    memcmp(b_memcmp, b_memcmp, x);
    memcpy(b_memcpy, x);
    memmove(b_memmove, x);
    memset(b_memset, x);
    pipe(b_pipe, x);
    pread(x, b_pread, x);
    printf(b_printf, b_printf, x);
    pthread_attr_init(b_pthread_attr_init, x);
    pthread_create(b_pthread_create, x);
    pthread_key_create(b_pthread_key_create, x);
    puts(b_puts, b_puts, x);
    qsort(b_qsort, x);
    read(x, b_read, x);
    readlink(x, b_readlink, x);
    recv(x, b_recv, x);
    snprintf(b_snprintf, x);
    sprintf(b_sprintf, x);
    sscanf(x, x, b_sscanf, x);
    stat(x, b_stat, x);
    stpcpy(b_stpcpy, x);
    strcasecmp(b_strcasecmp, b_strcasecmp, x);
    strcat(b_strcat, x);
    strcmp(b_strcmp, b_strcmp, x);
    strcpy(b_strcpy, x);
    strdup(b_strdup, b_strdup, x);
    strerror_r(x, b_strerror_r, x);
    strlcat(b_strlcat, x);
    strlcpy(b_strlcpy, x);
    strlen(b_strlen, b_strlen, x);
    strncasecmp(b_strncasecmp, b_strncasecmp, x);
    strncat(b_strncat, x);
    strncmp(b_strncmp, b_strncmp, x);
    strncpy(b_strncpy, x);
    strtod(x, b_strtod, x);
    strtok_r(x, x, b_strtok_r, x);
    strtol(x, b_strtol, x);
    strtoul(x, b_strtoul, x);
    sysinfo(b_sysinfo, x);
    time(b_time, x);
    uname(b_uname, x);
    vsnprintf(b_vsnprintf, x);
    vsprintf(b_vsprintf, x);
    write(b_write, b_write, x);
}
