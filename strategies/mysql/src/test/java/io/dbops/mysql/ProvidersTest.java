package io.dbops.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor.Provides;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvidersTest {

    @Test
    void the_class_path_and_the_module_path_offer_the_same_providers() throws IOException {
        var provides = MySqlDialect.class.getModule().getDescriptor().provides();
        assertThat(provides).isNotEmpty();
        for (Provides each : provides) {
            try (InputStream file = MySqlDialect.class.getResourceAsStream("/META-INF/services/" + each.service())) {
                assertThat(file).as(each.service()).isNotNull();
                List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
                assertThat(lines).containsExactlyInAnyOrderElementsOf(each.providers());
            }
        }
    }
}
