package io.mehari.reload.live;

import io.mehari.heartbeat.HeartbeatFile;
import io.mehari.security.KeysFileWatch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files that are read by the parts of the gateway that they are for; each is missing where there is none, or where it is
 * looked at without the others.
 *
 * @param certificate of the data plane
 * @param heartbeats settings of heartbeats
 * @param keys API keys
 */
public record LiveFiles(
        Optional<ServedCertificate> certificate, Optional<HeartbeatFile> heartbeats, Optional<KeysFileWatch> keys) {
    /** None of them. */
    public static final LiveFiles NONE = new LiveFiles(Optional.empty(), Optional.empty(), Optional.empty());

    List<ConfigPart> parts() {
        Stream<Optional<? extends ConfigPart>> all =
                Stream.of(certificate.map(ServedCertificate::part), heartbeats.map(HeartbeatPart::new), keys.map(KeysPart::new));
        return all.<ConfigPart>flatMap(Optional::stream).toList();
    }
}
