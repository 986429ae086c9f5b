package io.dbops.examples.tour;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One state of the tour's schema, read through plain JDBC: for every table its columns, its number of rows and a digest of its
 * contents that does not depend on the order of rows (the sum, modulo 2^256, of the SHA-256 of each row).
 */
final class StateProof {

    private record TableState(long rows, String digest, String columns) {
        @Override
        public String toString() {
            return rows + " rows, sha256-sum " + digest + ", columns " + columns;
        }
    }

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private final Map<String, TableState> states = new TreeMap<>();

    private StateProof() {}

    static StateProof read(TourDatabase database) throws SQLException {
        StateProof proof = new StateProof();
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (String table : tables(connection, database.schema())) {
                proof.states.put(table, readTable(connection, database.quote(table)));
            }
            connection.rollback();
        }
        return proof;
    }

    int tables() {
        return states.size();
    }

    long rows() {
        return states.values().stream().mapToLong(TableState::rows).sum();
    }

    /** What differs in the other state, one line per table; empty when both are the same. */
    List<String> differences(StateProof other) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(states.keySet());
        names.addAll(other.states.keySet());
        for (String name : names) {
            TableState mine = states.get(name);
            TableState theirs = other.states.get(name);
            if (mine == null) {
                differences.add(name + ": was not there");
            } else if (theirs == null) {
                differences.add(name + ": is gone, with " + mine.rows() + " rows");
            } else if (!mine.columns().equals(theirs.columns())) {
                differences.add(name + ": had columns " + mine.columns() + ", has " + theirs.columns());
            } else if (mine.rows() != theirs.rows()) {
                differences.add(name + ": had " + mine.rows() + " rows, has " + theirs.rows());
            } else if (!mine.digest().equals(theirs.digest())) {
                differences.add(name + ": has the same number of rows, other contents");
            }
        }
        return differences;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        states.forEach(
                (name, state) -> text.append(name).append(": ").append(state).append('\n'));
        return text.toString();
    }

    private static List<String> tables(Connection connection, String schema) throws SQLException {
        List<String> tables = new ArrayList<>();
        String query = "SELECT table_name FROM information_schema.tables WHERE table_schema = '" + schema
                + "' AND table_type = 'BASE TABLE' ORDER BY 1";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private static TableState readTable(Connection connection, String quoted) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(fetchSize(connection));
            try (ResultSet rows = statement.executeQuery("SELECT * FROM " + quoted)) {
                ResultSetMetaData columns = rows.getMetaData();
                List<String> names = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    names.add(columns.getColumnName(i) + " " + columns.getColumnTypeName(i));
                }
                MessageDigest sha256 = sha256();
                BigInteger sum = BigInteger.ZERO;
                long count = 0;
                while (rows.next()) {
                    for (int i = 1; i <= names.size(); i++) {
                        update(sha256, rows.getString(i));
                    }
                    sum = sum.add(new BigInteger(1, sha256.digest()));
                    count++;
                }
                String digest = HexFormat.of().formatHex(fixed(sum.mod(MODULUS)));
                return new TableState(count, digest, names.toString());
            }
        }
    }

    /** MySQL streams rows only at this size; the others read in portions. */
    private static int fetchSize(Connection connection) throws SQLException {
        return connection.getMetaData().getDriverName().startsWith("MySQL") ? Integer.MIN_VALUE : 1000;
    }

    /** The length first, so that no two rows can look alike; -1 for NULL. */
    private static void update(MessageDigest digest, @Nullable String value) {
        byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
        digest.update(
                ByteBuffer.allocate(4).putInt(value == null ? -1 : bytes.length).flip());
        digest.update(bytes);
    }

    private static byte[] fixed(BigInteger number) {
        byte[] raw = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, raw.length);
        System.arraycopy(raw, raw.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
