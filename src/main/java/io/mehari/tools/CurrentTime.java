package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.aitool.ToolArgumentException;
import io.mehari.protocol.Json;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Puts the date and time in the zone of header {@code zone} into the body: the tool {@code current_time}. */
final class CurrentTime implements Processor {
    private final Clock clock;

    CurrentTime(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        ZonedDateTime now = ZonedDateTime.now(clock).withZoneSameInstant(zoneOf(exchange));
        ObjectNode answer = Json.object()
                .put("time", now.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME))
                .put("zone", now.getZone().getId())
                .put("weekday", now.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                .put("utc_offset", now.getOffset().getId())
                .put("unix_seconds", now.toEpochSecond());
        exchange.getMessage().setBody(answer);
    }

    private static ZoneId zoneOf(Exchange exchange) {
        String zone = exchange.getMessage().getHeader("zone", "UTC", String.class);
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new ToolArgumentException("There is no time zone of that name; use one such as Europe/Berlin", e);
        }
    }
}
