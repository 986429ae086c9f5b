package io.dbops.spi.sql;

/**
 * The column types and queries with which the engine keeps its history table. The engine composes plain SQL with {@code ?}
 * binds from them; only what differs between databases stands here.
 *
 * @param shortTextType a type for up to 200 characters, compared byte for byte, usable in a key
 * @param longTextType a type for texts of at least 16,000 characters
 * @param integerType a 32-bit integer
 * @param bigintType a 64-bit integer
 * @param tableSuffix what follows the closing parenthesis of CREATE TABLE, such as an engine and a collation; may be empty
 * @param currentSchemaQuery one row, one column: the schema in which unqualified names are created
 * @param tableExistsQuery binds schema and table name, one row when the table is there
 * @param logsMissingTables whether a query of a table that is not there leaves an error in a log, so that it is better asked for first
 */
public record HistorySql(
        String shortTextType,
        String longTextType,
        String integerType,
        String bigintType,
        String tableSuffix,
        String currentSchemaQuery,
        String tableExistsQuery,
        boolean logsMissingTables) {}
