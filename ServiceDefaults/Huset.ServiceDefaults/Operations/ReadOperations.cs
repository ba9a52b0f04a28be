using System.ComponentModel;
using System.Reflection;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Messaging;
using Huset.ServiceDefaults.Persistence;
using Npgsql;

namespace Huset.ServiceDefaults.Operations;

/// <summary>How a service fares at a moment.</summary>
public sealed record ServiceOperations(
    [property: Description("Tjänstens namn. / Name of the service.")][property: Example("deviations")] string Service,
    [property: Description("Programmets version. / Version of the program.")][property: Example("1.0.0")] string Version,
    [property: Description("När det mättes, UTC. / When it was measured, UTC.")] DateTimeOffset At,
    [property: Description("Meddelanden på väg ut. / Messages on their way out.")] OutboxState Outbox,
    [property: Description("Meddelanden som inte gick att ta emot och inte har skickats igen. / Messages that could not be handled and have not been sent again.")] long FailedMessages,
    [property: Description("Tjänstens köer; saknas när meddelandeförmedlaren inte svarar. / The service's queues; absent when the broker does not answer.")] IReadOnlyList<QueueState>? Queues,
    [property: Description("Förbindelsen med meddelandeförmedlaren. / The connection to the broker.")] BusState Bus,
    [property: Description("Förbindelserna med databasen. / The connections to the database.")] DatabaseState Database,
    [property: Description("De tio mönster av adresser som har svarat långsammast den senaste timmen, i den kopia av tjänsten som svarar. / The ten patterns of addresses that have answered the slowest in the last hour, in the replica that answers.")] IReadOnlyList<RouteTime> SlowestRoutes);

/// <summary>Messages on their way out.</summary>
public sealed record OutboxState(
    [property: Description("Antal som väntar på att sändas. / How many wait to be sent.")] long Waiting,
    [property: Description("Hur länge den äldsta har väntat, sekunder; saknas när ingen väntar. / How long the oldest has waited, seconds; absent when none waits.")] long? OldestSeconds,
    [property: Description("Antal som aldrig kan sändas som de är. / How many can never be sent as they are.")] long RefusedCount,
    [property: Description("De äldsta av dem, högst 20. / The oldest of them, 20 at most.")] IReadOnlyList<RefusedMessage> Refused);

/// <summary>A message in the outbox that could not be sent as it is.</summary>
public sealed record RefusedMessage(
    [property: Description("Nummer i utkorgen. / Number in the outbox.")] long Seq,
    [property: Description("Meddelandets id. / Id of the message.")] Guid MessageId,
    [property: Description("Kontraktets namn. / Name of the contract.")][property: Example("DeviationReported")] string Type,
    [property: Description("Slag av fel; saknas när det väntar eller är sänt. / Kind of fault; absent when it waits or is sent.")][property: Example("NotSupportedException")] string? Reason,
    [property: Description("När det skrevs, UTC. / When it was written, UTC.")] DateTimeOffset CreatedAt,
    [property: Description("När förmedlaren tog emot det, UTC. / When the broker took it, UTC.")] DateTimeOffset? SentAt);

/// <summary>A work queue at the broker.</summary>
public sealed record QueueState(
    [property: Description("Köns namn. / Name of the queue.")][property: Example("analytics.store-events")] string Queue,
    [property: Description("Meddelanden som väntar på att tas emot. / Messages that wait to be taken.")] long Messages,
    [property: Description("Hur många som tar emot; noll är ett fel. / How many take messages; none is a fault.")] long Consumers);

/// <summary>The connection to the broker.</summary>
public sealed record BusState(
    [property: Description("Om den fungerar just nu. / Whether it works now.")] bool Ready,
    [property: Description("Hur många gånger den har öppnats på nytt sedan start, plus ett. / How many times it has been opened since the start.")] int Generation);

/// <summary>The connections to the database.</summary>
public sealed record DatabaseState(
    [property: Description("Tjänstens förbindelser, alla kopior av den. / The service's connections, of all its replicas.")] long Connections,
    [property: Description("Högsta antal per kopia i dess gemensamma pool. / The most that a replica's pool holds.")] int PoolLimit,
    [property: Description("Alla förbindelser på databasservern. / All connections on the database server.")] long ServerConnections,
    [property: Description("Serverns högsta antal. / The most that the server takes.")] int ServerLimit);

/// <summary>Measures the service's own outbox, queues and database; costs two questions to the database and one per queue to the broker.</summary>
public sealed class ReadOperations(HusetService service, ServiceDbContext db, NpgsqlDataSource database, RouteTimes times, IServiceProvider services, TimeProvider clock)
{
    private static readonly TimeSpan BrokerLimit = TimeSpan.FromMilliseconds(400);

    private const int MostRoutes = 10;

    private const string Figures = """
        select
          (select count(*) from outbox where sent_at is null and error is null),
          (select extract(epoch from now() - min(created_at))::bigint from outbox where sent_at is null and error is null),
          (select count(*) from outbox where error is not null),
          (select count(*) from inbox_failed where resent_at is null),
          (select count(*) from pg_stat_activity where usename = current_user),
          (select sum(numbackends)::bigint from pg_stat_database),
          current_setting('max_connections')::int
        """;

    /// <summary>The figures of this moment.</summary>
    public async Task<ServiceOperations> Handle(CancellationToken ct)
    {
        var guard = services.GetService<BusGuard>();
        var queues = guard?.Queues(BrokerLimit, ct);
        await using var command = database.CreateCommand(Figures);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var refused = row.GetInt64(2) == 0 ? [] : await RefusedMessages.Oldest(db, ct);
        return new(
            service.Name,
            db.GetType().Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
            clock.GetUtcNow(),
            // An age that two clocks measure can be a little less than nothing.
            new(row.GetInt64(0), await row.IsDBNullAsync(1, ct) ? null : Math.Max(0, row.GetInt64(1)), row.GetInt64(2), refused),
            row.GetInt64(3),
            queues is null ? null : await queues,
            new(guard?.IsReady ?? false, guard?.Generation ?? 0),
            new(row.GetInt64(4), new NpgsqlConnectionStringBuilder(database.ConnectionString).MaxPoolSize, row.GetInt64(5), row.GetInt32(6)),
            [.. times.Slowest(MostRoutes).Select(AsAsked)]);
    }

    // A page's pattern begins where the service's pages do.
    private RouteTime AsAsked(RouteTime time) => time.Route.Contains("/v1", StringComparison.Ordinal) ? time : time with { Route = $"{service.Path}/{time.Route.TrimStart('/')}" };
}
