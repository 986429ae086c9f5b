package io.dbops.migration.source;

import io.dbops.migration.script.ScriptFormat;
import io.dbops.spi.ScriptResource;

/**
 * A script of its own that takes a migration back: Flyway's {@code U1__x.sql} beside {@code V1__x.sql}.
 *
 * @param script its bytes
 * @param digest SHA-256 of them
 * @param ownTransactions whether it runs without a transaction of the engine's
 * @param format how it is read
 */
public record UndoScript(ScriptResource script, String digest, boolean ownTransactions, ScriptFormat format) {}
