package io.dbops.h2;

import io.dbops.value.QualifiedName;
import java.util.List;

/** The form of one row in the format {@code sql}: {@code INSERT INTO "S"."T"("A") VALUES (1);} and LF. */
final class InsertLine {

    static final String VALUES = " VALUES (";

    private InsertLine() {}

    static String head(QualifiedName table, List<H2Catalogue.Column> columns, String columnList) {
        boolean override = columns.stream().anyMatch(H2Catalogue.Column::alwaysIdentity);
        return "INSERT INTO " + Identifiers.quote(table) + "(" + columnList + ")"
                + (override ? " OVERRIDING SYSTEM VALUE" : "") + VALUES;
    }
}
