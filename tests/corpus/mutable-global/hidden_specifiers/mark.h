#ifdef __HIP__
#define BOTH __host__ __device__
#else
#define BOTH
#endif
#define OWN_THREAD thread_local
#define SPACE_OPEN namespace tally {
#define SPACE_CLOSE }
