package io.dbops.spi.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class OmissionsTest {

    private static Omissions omissions(SnapshotScope scope) {
        Omissions omissions = new Omissions(scope);
        omissions.add("view b \"x\"", "it names what is not there");
        omissions.add("operator a");
        omissions.add("operator a");
        return omissions;
    }

    @Test
    void whatIsNotAcceptedIsAFaultThatSaysHow() {
        Omissions omissions = omissions(SnapshotScope.all());

        assertThat(omissions.accepted()).isEmpty();
        assertThat(omissions.faults())
                .containsExactly(
                        "Not captured: operator a; BackupOptions.acceptUncaptured(\"operator a\") leaves it out.",
                        "Not captured: view b \"x\" (it names what is not there);"
                                + " BackupOptions.acceptUncaptured(\"view b \\\"x\\\"\") leaves it out.");
    }

    @Test
    void whatIsAcceptedByItsWholeNameIsOnlyTold() {
        Omissions omissions =
                omissions(SnapshotScope.of(Set.of("s")).acceptingUncaptured(Set.of("operator a", "view b")));

        assertThat(omissions.accepted()).containsExactly("Not captured: operator a.");
        assertThat(omissions.faults()).singleElement().asString().startsWith("Not captured: view b ");
    }

    @Test
    void everythingCanBeAcceptedForALookAtTheRows() {
        SnapshotScope scope = SnapshotScope.all().acceptingAllUncaptured().acceptingNonTransactional();

        assertThat(omissions(scope).faults()).isEmpty();
        assertThat(omissions(scope).accepted()).hasSize(2);
        assertThat(scope.acceptsNonTransactional()).isTrue();
    }
}
