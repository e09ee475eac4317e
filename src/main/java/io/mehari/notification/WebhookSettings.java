package io.mehari.notification;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A program elsewhere that is told what has happened: {@code mehari.webhook}.
 *
 * @param url where messages are posted; empty for nowhere
 * @param secret signs them (HMAC with SHA-256); without it they are not signed
 * @param topics what is told; empty for alerts, breakers, upstreams, config and dead-letters
 * @param timeout longest wait for an answer
 */
@ConfigurationProperties(prefix = "mehari.webhook", ignoreUnknownFields = false)
public record WebhookSettings(
        @NotNull @Pattern(regexp = "(https?://\\S+)?", message = "must be an http or https address") @DefaultValue("")
        String url,

        @DefaultValue("") String secret,

        @DefaultValue({"alerts", "breakers", "upstreams", "config", "dead-letters"})
        List<String> topics,

        @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(minutes = 5)
        Duration timeout) {
    private static final List<String> DEFAULT_TOPICS =
            List.of("alerts", "breakers", "upstreams", "config", "dead-letters");

    /**
     * Fills in what is absent and checks topics.
     *
     * @throws IllegalArgumentException if there is no such topic
     */
    public WebhookSettings {
        topics = topics.isEmpty() ? DEFAULT_TOPICS : List.copyOf(topics);
        for (String topic : topics) {
            if (Topic.of(topic).isEmpty()) {
                throw new IllegalArgumentException("mehari.webhook.topics: there is no topic \"" + topic
                        + "\"; there are " + String.join(", ", Topic.codes()));
            }
        }
    }

    /** Whether there is one. */
    boolean isOn() {
        return !url.isEmpty();
    }

    URI address() {
        return URI.create(url);
    }

    /** The topics as they are. */
    Set<Topic> wanted() {
        return topics.stream().flatMap(topic -> Topic.of(topic).stream()).collect(Collectors.toSet());
    }
}
