package io.dbops.examples.tour;

import io.dbops.migration.JavaMigration;
import io.dbops.migration.MigrationContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A Java migration: copies every table and every row of one sample database. */
final class LoadSample implements JavaMigration {

    private static final int BATCH = 1000;

    private final SampleDatabases samples;
    private final String id;
    private final String sample;
    private final String prefix;
    private final String schemaMigration;

    LoadSample(SampleDatabases samples, String id, String sample, String prefix, String schemaMigration) {
        this.samples = samples;
        this.id = id;
        this.sample = sample;
        this.prefix = prefix;
        this.schemaMigration = schemaMigration;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return "load " + sample;
    }

    @Override
    public Set<String> dependencies() {
        return Set.of(schemaMigration);
    }

    @Override
    public void up(MigrationContext context) throws SQLException {
        String quote = context.connection().getMetaData().getIdentifierQuoteString();
        try (Connection source = samples.connect(sample)) {
            List<String> tables = SampleDatabases.tables(source);
            long total = 0;
            for (String table : tables) {
                total += count(source, table);
            }
            long done = 0;
            for (String table : tables) {
                done = copy(source, table, context, quote, done, total);
            }
            samples.count(done);
            if (done != total) {
                throw new SQLException(sample + " has " + total + " rows, copied were " + done);
            }
        }
    }

    private long copy(
            Connection source, String table, MigrationContext context, String quote, long doneBefore, long total)
            throws SQLException {
        long done = doneBefore;
        String from = "SELECT * FROM " + name(table, "\"");
        try (Statement statement = source.createStatement();
                ResultSet rows = statement.executeQuery(from)) {
            ResultSetMetaData columns = rows.getMetaData();
            try (PreparedStatement insert =
                    context.connection().prepareStatement(insert(prefix + table, columns, quote))) {
                int pending = 0;
                while (rows.next()) {
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        insert.setObject(i, rows.getObject(i));
                    }
                    insert.addBatch();
                    done++;
                    if (++pending == BATCH) {
                        insert.executeBatch();
                        pending = 0;
                        context.progress(prefix + table, done, total);
                    }
                }
                if (pending > 0) {
                    insert.executeBatch();
                }
            }
        }
        context.progress(prefix + table, done, total);
        return done;
    }

    private static String insert(String table, ResultSetMetaData columns, String quote) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(name(columns.getColumnName(i), quote));
        }
        return "INSERT INTO " + name(table, quote) + " (" + names.stream().collect(Collectors.joining(", "))
                + ") VALUES (" + String.join(", ", Collections.nCopies(names.size(), "?")) + ")";
    }

    private static long count(Connection source, String table) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + name(table, "\""))) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String name(String identifier, String quote) {
        return quote + identifier.replace(quote, quote + quote) + quote;
    }
}
