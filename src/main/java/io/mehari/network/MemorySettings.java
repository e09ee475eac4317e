package io.mehari.network;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What calls may hold in memory.
 *
 * @param maxHeld most bytes of request bodies, answers of servers and responses held at the same time; new work beyond is
 *     refused with 503; null for a quarter of the largest heap
 */
@ConfigurationProperties("mehari.memory")
public record MemorySettings(DataSize maxHeld) {
    private static final int QUARTER = 4;

    /**
     * The budget that these settings ask for.
     *
     * @throws IllegalArgumentException if it is less than a byte
     */
    public ByteBudget budget() {
        return new ByteBudget(maxHeld == null ? Runtime.getRuntime().maxMemory() / QUARTER : maxHeld.toBytes());
    }
}
