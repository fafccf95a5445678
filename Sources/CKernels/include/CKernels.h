int bk_version(void);
