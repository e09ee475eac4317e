package io.mehari.database;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The PostgreSQL that several gateways may share.
 *
 * @param url of a PostgreSQL that several gateways may share, {@code jdbc:postgresql://host:port/database}; empty for a file of the
 *     gateway's own in {@code mehari.dead-letters.directory}
 * @param username of the account in PostgreSQL, which owns the tables
 * @param password of the account in PostgreSQL; a secret, better given as {@code MEHARI_DATABASE_PASSWORD}
 * @param pool how many connections there are
 */
@ConfigurationProperties(prefix = "mehari.database", ignoreUnknownFields = false)
public record DatabaseSettings(
        @DefaultValue("") @NotNull String url,
        @DefaultValue("") @NotNull String username,
        @DefaultValue("") @NotNull String password,
        @Valid @NestedConfigurationProperty @DefaultValue DatabasePoolSettings pool) {
    private static final String SCHEME = "jdbc:postgresql:";
    private static final String ACCOUNT = "(?i).*([?&](user|password)=|//[^/?]*@).*";

    @AssertTrue(
            message =
                    "url must be jdbc:postgresql://host:port/database, without user and password: those have settings of"
                            + " their own")
    boolean isUrlReadable() {
        return url == null || url.isBlank() || isPostgres();
    }

    private boolean isPostgres() {
        String stripped = url.strip();
        return stripped.startsWith(SCHEME) && stripped.length() > SCHEME.length() && !stripped.matches(ACCOUNT);
    }

    /** Where it is, for people: the url without its options. */
    String address() {
        String stripped = url.strip();
        int options = stripped.indexOf('?');
        return stripped.substring("jdbc:".length(), options < 0 ? stripped.length() : options);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url + ", username=" + username + ", pool=" + pool + "]";
    }
}
