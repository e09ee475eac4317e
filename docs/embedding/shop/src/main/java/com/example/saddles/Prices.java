package com.example.saddles;

import java.time.Clock;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What saddles cost. Route files name it {@code prices}. */
@Component
public class Prices {
    private static final Map<String, Integer> PRICES = Map.of("brooks", 120, "selle", 95);

    private final Clock clock;

    Prices(Clock clock) {
        this.clock = clock;
    }

    /** The price of one saddle. */
    public String of(String saddle) {
        return PRICES.getOrDefault(saddle, 0) + " as of " + clock.instant();
    }
}
