namespace Huset.ServiceDefaults;

/// <summary>The system's clock in whole microseconds, as PostgreSQL stores time: what is answered at once is what is read later.</summary>
internal sealed class StoredClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow()
    {
        var now = base.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
