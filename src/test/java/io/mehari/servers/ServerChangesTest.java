package io.mehari.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.Tools;
import io.mehari.upstream.UpstreamSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerChangesTest {
    private static final UpstreamSettings FILES = Tools.settings("files");
    private static final UpstreamSettings MAIL = Tools.settings("mail");

    @Test
    void everythingIsAddedAtTheStart() {
        ServerChanges changes = ServerChanges.between(List.of(), List.of(MAIL, FILES));
        assertThat(changes.added()).containsExactly(MAIL, FILES);
        assertThat(changes.changed()).isEmpty();
        assertThat(changes.removed()).isEmpty();
        assertThat(changes.unchanged()).isEmpty();
    }

    @Test
    void whatIsNotWantedAnyMoreIsRemoved() {
        ServerChanges changes = ServerChanges.between(List.of(FILES, MAIL), List.of(MAIL));
        assertThat(changes.removed()).containsExactly("files");
        assertThat(changes.unchanged()).containsExactly("mail");
        assertThat(changes.changesNames()).isTrue();
    }

    @Test
    void anotherFingerprintIsAChange() {
        UpstreamSettings other = Tools.settings("files", "other");
        ServerChanges changes = ServerChanges.between(List.of(FILES), List.of(other));
        assertThat(changes.changed()).containsExactly(other);
        assertThat(changes.changesNames()).isFalse();
    }

    @Test
    void whatTheFingerprintDoesNotShowIsAChangeToo() {
        UpstreamSettings slower =
                Tools.settings("files", Tools.limits().bulkhead(3).build());
        assertThat(slower.fingerprint()).isEqualTo(FILES.fingerprint());
        assertThat(ServerChanges.between(List.of(FILES), List.of(slower)).changed())
                .containsExactly(slower);
    }
}
