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
 */
public record StatementRules(
        Set<String> transactionControl, Set<String> transactional, List<String> outsideTransaction) {

    public StatementRules {
        transactionControl = Set.copyOf(transactionControl);
        transactional = Set.copyOf(transactional);
        outsideTransaction = List.copyOf(outsideTransaction);
    }

    public boolean isTransactionControl(List<String> leadingWords) {
        return !leadingWords.isEmpty() && transactionControl.contains(upper(leadingWords.get(0)));
    }

    public boolean isTransactional(List<String> leadingWords) {
        return !leadingWords.isEmpty() && transactional.contains(upper(leadingWords.get(0)));
    }

    public boolean runsOutsideTransaction(List<String> leadingWords) {
        return outsideTransaction.stream().anyMatch(pattern -> matches(pattern.split(" "), leadingWords));
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
