package io.dbops.postgresql.snapshot;

import io.dbops.postgresql.catalog.Catalog;
import io.dbops.postgresql.catalog.Places;
import io.dbops.postgresql.catalog.QuotedName;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where sequences stand. They take no part in snapshots, so they are read after the rows: a number that a row of the snapshot
 * holds was drawn before.
 */
final class SequenceStates {

    private static final int PER_QUERY = 200;

    private SequenceStates() {}

    static List<SchemaItem> read(Catalog catalog, List<String> sequences) throws SQLException {
        List<SchemaItem> items = new ArrayList<>();
        Places places = Places.read(catalog);
        for (int from = 0; from < sequences.size(); from += PER_QUERY) {
            List<String> some = sequences.subList(from, Math.min(sequences.size(), from + PER_QUERY));
            StringBuilder query = new StringBuilder();
            for (int i = 0; i < some.size(); i++) {
                query.append(i == 0 ? "" : " UNION ALL ")
                        .append("SELECT ")
                        .append(i)
                        .append(" AS number, last_value, is_called FROM ")
                        .append(some.get(i));
            }
            catalog.each(query + " ORDER BY number", row -> {
                String sequence = some.get(row.getInt(1));
                items.add(new SchemaItem(
                        Phase.AFTER_DATA,
                        "sequence state",
                        QuotedName.plain(sequence),
                        "SELECT pg_catalog.setval('" + sequence.replace("'", "''") + "', " + row.getLong(2) + ", "
                                + row.getBoolean(3) + ")",
                        places.ofSequence(sequence)));
            });
        }
        return items;
    }
}
