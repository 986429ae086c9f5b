package io.dbops.migration.source;

/**
 * One header comment, {@code -- key: value}.
 *
 * @param line from 1
 * @param key in lower case, with underscores
 * @param value without the blanks around it
 */
record HeaderLine(int line, String key, String value) {}
