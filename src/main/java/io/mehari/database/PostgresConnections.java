package io.mehari.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes sources of connections to PostgreSQL by the settings; none of them opens any by itself. Stateless. */
final class PostgresConnections {
    private static final String NAME = "mehari";

    private PostgresConnections() {}

    /**
     * A source of connections whose waits all end. What the url says itself holds before it.
     *
     * @param limit longest wait for an answer, and for a connection
     * @throws IllegalArgumentException if the driver cannot read the url
     */
    static PGSimpleDataSource within(Duration limit, DatabaseSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.url().strip());
        if (!settings.username().isBlank()) {
            source.setUser(settings.username());
        }
        if (!settings.password().isEmpty()) {
            source.setPassword(settings.password());
        }
        String seconds = Long.toString(Math.max(1, limit.toSeconds()));
        Map.of(
                        "connectTimeout", seconds,
                        "socketTimeout", seconds,
                        "sslResponseTimeout", Long.toString(limit.toMillis()),
                        "tcpKeepAlive", "true",
                        "ApplicationName", NAME)
                .forEach((name, value) -> setUnlessSaid(source, settings.url(), name, value));
        return source;
    }

    private static void setUnlessSaid(PGSimpleDataSource source, String url, String name, String value) {
        if (url.contains('?' + name + '=') || url.contains('&' + name + '=')) {
            return;
        }
        try {
            source.setProperty(name, value);
        } catch (SQLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
