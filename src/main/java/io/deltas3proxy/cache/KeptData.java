package io.deltas3proxy.cache;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the process as an operator sees it.
 *
 * @param name for example {@code access-keys}
 * @param drop forgets all of it, so that it is read again when it is asked for; what is being read
 *     meanwhile is not kept; {@code null} where that cannot be done
 */
public record KeptData(String name, Supplier<CacheUse> use, @Nullable Runnable drop) {}
