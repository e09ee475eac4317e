package io.mehari.endpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.endpoint.rest.form.Compat;
import io.mehari.support.ChangesBehaviour;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RestSettingsTest {
    @Test
    void withoutAnythingItIsFixedAndAtTheRoot() {
        assertThat(bind(Map.of())).isEqualTo(RestSettings.DEFAULTS);
        assertThat(RestSettings.DEFAULTS.isExact()).isFalse();
        assertThat(RestSettings.DEFAULTS.root().path()).isEmpty();
    }

    @Test
    @ChangesBehaviour("mehari.rest.title")
    @ChangesBehaviour("mehari.rest.description")
    @ChangesBehaviour("mehari.rest.version")
    void takesWhatDocumentsSay() {
        RestSettings settings = bind(Map.of(
                "mehari.rest.compat",
                "exact",
                "mehari.rest.title",
                " Team ",
                "mehari.rest.description",
                "Tools of the team",
                "mehari.rest.version",
                "2.1",
                "mehari.rest.root-path",
                "tools/"));
        assertThat(settings)
                .isEqualTo(RestGateway.settings(Compat.EXACT, "/tools", "Team", "Tools of the team", "2.1"));
        assertThat(settings.isExact()).isTrue();
    }

    @Test
    void refusesARootPathOfItsOwn() {
        assertThatThrownBy(() -> RestGateway.settings(Compat.FIXED, "/api", "", "", ""))
                .hasMessageContaining("mehari.rest.root-path")
                .hasMessageContaining("/api/tools");
    }

    private static RestSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("mehari.rest", RestSettings.class);
    }
}
