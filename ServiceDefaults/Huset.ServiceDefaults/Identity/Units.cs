using Huset.Events;
using Huset.Processes.Contracts;
using Huset.ServiceDefaults.Messaging;
using Huset.ServiceDefaults.Persistence;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Huset.ServiceDefaults.Identity;

/// <summary>A service's copy of an organisation unit, with its whole dated history.</summary>
public sealed class KnownUnit
{
    /// <summary>The unit's code; never changes.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Its name by the latest event, for lists.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Every dated version, oldest first.</summary>
    public List<UnitVersion> Versions { get; private set; } = [];

    /// <summary>First day it no longer exists; null while open.</summary>
    public DateOnly? ValidTo { get; private set; }

    /// <summary>Version of the newest event applied.</summary>
    public int SubjectVersion { get; private set; }

    /// <summary>How the unit looks on a day; null before its first day and after its last.</summary>
    public UnitVersion? On(DateOnly day) => ValidTo <= day ? null : Versions.LastOrDefault(version => version.ValidFrom <= day);

    internal void Apply(UnitChanged unit) =>
        (Code, Name, Versions, ValidTo, SubjectVersion) = (unit.Code, unit.Name, [.. unit.Versions], unit.ValidTo, unit.SubjectVersion);
}

/// <summary>Keeps the service's copy of the units in step with Processes, who owns them.</summary>
public sealed class KeepUnits(ServiceDbContext db) : IConsumer<UnitChanged>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<UnitChanged> context)
    {
        var known = await db.KnownUnits.FindAsync([context.Message.Code], context.CancellationToken);
        if (known?.SubjectVersion >= context.Message.SubjectVersion) return;
        if (known is null) db.Add(known = new KnownUnit());
        known.Apply(context.Message);
    }
}

/// <summary>
/// The organisation as it is today, in memory: read at start, again when known_units rings, and when the day changes.
/// Rights by unit are expanded from it.
/// </summary>
public sealed class UnitTree(TimeProvider clock)
{
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool settled;
    private IReadOnlyDictionary<string, KnownUnit> all = new Dictionary<string, KnownUnit>();
    private (DateOnly Day, IReadOnlyList<TreeUnit> Units, ILookup<string?, string> Children)? today;

    /// <summary>Ends when the units have been read; before that nobody's rights are known.</summary>
    public Task Loaded => loaded.Task;

    /// <summary>True when the units that this start shall have are here: at once, but for a new demonstration, whose units come by events.</summary>
    public bool IsSettled => settled;

    /// <summary>The units that exist today, in Swedish order of name.</summary>
    public IReadOnlyList<TreeUnit> Units => Today().Units;

    /// <summary>The unit as it is today; null when there is none by that code.</summary>
    public TreeUnit? Find(string? code) => code is null ? null : Units.FirstOrDefault(unit => unit.Code == code);

    /// <summary>True when the unit existed on the day, or does today.</summary>
    public bool Existed(string code, DateOnly day) => Find(code) is not null || (all.TryGetValue(code, out var unit) && unit.On(day) is not null);

    /// <summary>Name to show for a code, also of a closed unit; the code itself when it is unknown.</summary>
    public string NameOf(string code) => all.TryGetValue(code, out var unit) ? unit.On(SwedishTime.Today(clock))?.Name ?? unit.Name : code;

    /// <summary>The codes and those of every unit below them; closed units lie where they last lay, because their cases are still somebody's.</summary>
    public string[] WithBelow(IEnumerable<string> codes)
    {
        var children = Today().Children;
        var found = new HashSet<string>();
        var left = new Stack<string>(codes);
        while (left.TryPop(out var code))
        {
            if (found.Add(code))
                foreach (var child in children[code]) left.Push(child);
        }

        return [.. found];
    }

    /// <summary>The code and those of every unit above it by today's tree, nearest first.</summary>
    public IReadOnlyList<string> WithAbove(string code)
    {
        var found = new List<string> { code };
        // A tree is no ring, but what comes by events is not trusted to be one.
        while (Find(found[^1])?.Parent is { } parent && !found.Contains(parent)) found.Add(parent);
        return found;
    }

    internal void Load(IEnumerable<KnownUnit> units)
    {
        all = units.ToDictionary(unit => unit.Code);
        today = null;
        loaded.TrySetResult();
    }

    internal void Settle() => settled = true;

    private (DateOnly Day, IReadOnlyList<TreeUnit> Units, ILookup<string?, string> Children) Today()
    {
        var day = SwedishTime.Today(clock);
        if (today is { } known && known.Day == day) return known;
        var units = all.Values
            .Select(unit => unit.On(day) is { } version ? new TreeUnit(unit.Code, version.Name, version.Parent, version.Type, version.Provider) : null)
            .OfType<TreeUnit>()
            .OrderBy(unit => unit.Name, StringComparer.Create(new("sv-SE"), ignoreCase: true))
            .ToList();
        var places = all.Values.Select(unit => (unit.Code, Version: unit.ValidTo <= day ? unit.Versions.LastOrDefault() : unit.On(day)));
        var fresh = (day, (IReadOnlyList<TreeUnit>)units, places.Where(place => place.Version is not null).ToLookup(place => place.Version!.Parent, place => place.Code));
        today = fresh;
        return fresh;
    }
}

/// <summary>A unit as it is today.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parent">Code of the unit above.</param>
/// <param name="Type">Kind of unit.</param>
/// <param name="Provider">own or private.</param>
public sealed record TreeUnit(string Code, string Name, string? Parent, string Type, string Provider);

/// <summary>
/// Reads the unit tree at start and whenever it rings. A service that still knows no unit after half a minute came later
/// than the units did, or was restored empty: it asks for the catalogue, and so it does for any other copy that is empty.
/// </summary>
internal sealed class WatchUnits(
    HusetService service, IServiceScopeFactory scopes, UnitTree tree, Bells bells, IConfiguration configuration, ILogger<WatchUnits> log) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var bell = bells.Listen("known_units");
        var started = Environment.TickCount64;
        var asked = false;
        var demonstration = configuration["Huset:Demo"] == "true";
        var wasEmpty = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem("units");
                var db = scope.ServiceProvider.GetRequiredService<ServiceDbContext>();
                tree.Load(await db.KnownUnits.AsNoTracking().ToListAsync(stoppingToken));
                if (tree.Units.Count > 0 ? !wasEmpty : !demonstration) tree.Settle();
                wasEmpty |= tree.Units.Count == 0;
                if (!asked && Environment.TickCount64 - started >= Patience.TotalMilliseconds)
                {
                    if (tree.Units.Count == 0 || await LacksCopy(db, stoppingToken)) db.Publish(new CatalogueRequested(service.Name));
                    await db.SaveChangesAsync(stoppingToken);
                    asked = true;
                }
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
            {
                log.LogWarning("Units could not be read: {Reason}", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
                continue;
            }
            // A new demonstration's units come in a burst: they are all here when it has been quiet for a second.
            // Otherwise half a minute at the latest, should a bell be lost with its connection.
            var comes = tree.Units.Count > 0 && !tree.IsSettled;
            if (!await bell.Wait(comes ? Quiet : Patience, stoppingToken) && comes) tree.Settle();
        }
    }

    // An owner may have nothing to tell yet, and is not asked again at every start: what was sent is remembered for a day.
    private async Task<bool> LacksCopy(ServiceDbContext db, CancellationToken ct)
    {
        foreach (var hasRows in service.Copies)
        {
            if (!await hasRows(db, ct)) return !await db.Set<OutboxMessage>().AnyAsync(message => message.Type.StartsWith(typeof(CatalogueRequested).FullName + ","), ct);
        }
        return false;
    }
}
