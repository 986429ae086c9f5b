package io.dbops.spi.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How a statement behaves towards transactions, told from its leading words (upper case, comments removed).
 *
 * @param transactionControl first words that begin or end transactions themselves, such as {@code COMMIT}
 * @param transactional first words of statements that a rollback undoes. What is not listed is taken as committing
 *     implicitly, which is the safe side; a database with transactional DDL lists nothing and says so by its capability
 * @param outsideTransaction leading words of statements that the database refuses inside a transaction; {@code *} stands for
 *     any one word, as in {@code CREATE * INDEX CONCURRENTLY}
 * @param repeatable leading words, spelled the same way, of statements that no transaction covers and that leave the same
 *     when they are run twice as when they are run once, whatever a crash cut off; such as {@code VACUUM}
 */
public record StatementRules(
        Set<String> transactionControl,
        Set<String> transactional,
        List<String> outsideTransaction,
        List<String> repeatable) {

    /** Of a database that has no repeatable statements, or none that matter. */
    public StatementRules(Set<String> transactionControl, Set<String> transactional, List<String> outsideTransaction) {
        this(transactionControl, transactional, outsideTransaction, List.of());
    }

    public StatementRules {
        transactionControl = Set.copyOf(transactionControl);
        transactional = Set.copyOf(transactional);
        outsideTransaction = List.copyOf(outsideTransaction);
        repeatable = List.copyOf(repeatable);
    }

    public boolean isTransactionControl(List<String> leadingWords) {
        return !leadingWords.isEmpty() && transactionControl.contains(upper(leadingWords.get(0)));
    }

    public boolean isTransactional(List<String> leadingWords) {
        return !leadingWords.isEmpty() && transactional.contains(upper(leadingWords.get(0)));
    }

    public boolean runsOutsideTransaction(List<String> leadingWords) {
        return anyMatches(outsideTransaction, leadingWords);
    }

    public boolean isRepeatable(List<String> leadingWords) {
        return anyMatches(repeatable, leadingWords);
    }

    private static boolean anyMatches(List<String> patterns, List<String> words) {
        return patterns.stream().anyMatch(pattern -> matches(pattern.split(" "), words));
    }

    private static boolean matches(String[] pattern, List<String> words) {
        if (words.size() < pattern.length) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (!pattern[i].equals("*") && !pattern[i].equals(upper(words.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
