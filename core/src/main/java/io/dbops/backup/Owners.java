package io.dbops.backup;

import java.util.Map;

/**
 * What a restore does with the accounts that a backup names: who owns an object, who may use it, in whose name a view or a stored
 * program runs. Immutable.
 *
 * <p>An account is spelled as the database's catalogue does: a role on PostgreSQL, {@code user@host} on MySQL and MariaDB. H2 knows none
 * of this.
 */
public final class Owners {

    private static final Owners KEPT = new Owners(false, Map.of());
    private static final Owners DROPPED = new Owners(true, Map.of());

    private final boolean dropped;
    private final Map<String, String> names;

    private Owners(boolean dropped, Map<String, String> names) {
        this.dropped = dropped;
        this.names = Map.copyOf(names);
    }

    /** Everything belongs to whom it belonged, who has to be there; so do privileges. */
    public static Owners kept() {
        return KEPT;
    }

    /**
     * Everything belongs to the account that restores, and no privileges are granted. What cannot be without an account keeps it: a row
     * policy for a role.
     */
    public static Owners dropped() {
        return DROPPED;
    }

    /**
     * As {@link #kept()}, under other names.
     *
     * @param names the account in the target for accounts in the backup; one that is not among them keeps its name
     */
    public static Owners mapped(Map<String, String> names) {
        names.forEach((from, to) -> {
            if (from.isBlank() || to.isBlank()) {
                throw new IllegalArgumentException("an account has a name, not '" + from + "' or '" + to + "'");
            }
        });
        return new Owners(false, names);
    }

    /** Whether accounts are left out. */
    public boolean areDropped() {
        return dropped;
    }

    /** The account in the target for one in the backup. */
    public String inTarget(String account) {
        return names.getOrDefault(account, account);
    }

    /** The names of accounts in the backup that have others in the target. */
    public Map<String, String> names() {
        return names;
    }

    @Override
    public String toString() {
        return dropped ? "dropped" : names.isEmpty() ? "kept" : "mapped " + names;
    }
}
