int bl_version(void);
