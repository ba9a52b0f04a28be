using System.ComponentModel;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Operations;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Analytics.Features;

public static class ReadHouse
{
    public sealed record House(
        [property: Description("När det mättes, UTC. / When it was measured, UTC.")] DateTimeOffset At,
        [property: Description("Det värsta läget av alla delars. / The worst state of all parts.")] HouseState State,
        [property: Description("En rad per tjänst. / One row a service.")] IReadOnlyList<Part> Parts,
        [property: Description("Händelseloggen; saknas när databasen inte svarar. / The event log; absent when the database does not answer.")] Log? Log,
        [property: Description("Den senaste säkerhetskopian; saknas när ingen är känd här, för kopior kan göras på annat sätt än med ./huset backup på samma dator. / The last backup; absent when none is known here, for backups may be made by other means than ./huset backup on the same machine.")] Backup? LastBackup,
        [property: Description("Meddelanden som inte gick att ta emot, de 20 äldsta i varje tjänst. / Messages that could not be handled, the 20 oldest of each service.")] IReadOnlyList<Failed> FailedMessages,
        [property: Description("De adresser som har svarat långsammast den senaste timmen, högst tio, de långsammaste först. De ändrar inte husets läge. / The addresses that have answered the slowest in the last hour, ten at most, the slowest first. They do not change the house's state.")] IReadOnlyList<SlowRoute> SlowestRoutes);

    public sealed record Part(
        [property: Description("Tjänstens namn. / Name of the service.")][property: Example("deviations")] string Service,
        [property: Description("Om den svarade inom en sekund. / Whether it answered within a second.")] bool Answers,
        [property: Description("Om någon behöver se till den. / Whether someone must look.")] HouseState State,
        [property: Description("Varför, det värsta först. / Why, the worst first.")] IReadOnlyList<Signal> Signals,
        [property: Description("Tjänstens egna siffror; saknas när den inte svarar. / The service's own figures; absent when it does not answer.")] ServiceOperations? Operations);

    public sealed record Log(
        [property: Description("Den senaste händelsens nummer; räkningarna görs i samma transaktion och släpar aldrig. / The newest event's sequence; counts are made in its transaction and never lag.")][property: Example("0000000000000000042")] string Last,
        [property: Description("Senast bekräftad i strömmen huset.events. / Latest confirmed in the stream huset.events.")][property: Example("0000000000000000042")] string Relayed,
        [property: Description("Händelser som strömmen ligger efter. / Events that the stream is behind.")] long RelayLag,
        [property: Description("Om någon behöver se till den. / Whether someone must look.")] HouseState State,
        [property: Description("Varför. / Why.")] IReadOnlyList<Signal> Signals);

    public sealed record Backup(
        [property: Description("När den påbörjades, UTC. / When it was begun, UTC.")] DateTimeOffset At,
        [property: Description("Storlek i byte. / Size in bytes.")][property: Example("48234496")] long Bytes,
        [property: Description("Om allt som kontrollerades strax före var helt. Om kopian går att läsa tillbaka vet ingen förrän det prövas. / Whether everything that was checked just before was whole. Whether it can be restored nobody knows until it is tried.")] bool Whole,
        [property: Description("Om någon behöver se till den. / Whether someone must look.")] HouseState State,
        [property: Description("Varför. / Why.")] IReadOnlyList<Signal> Signals);

    public sealed record Failed(
        [property: Description("Tjänstens namn. / Name of the service.")][property: Example("deviations")] string Service,
        [property: Description("Meddelandet, utan innehåll. / The message, without its content.")] FailedMessageView Message);

    public sealed record SlowRoute(
        [property: Description("Tjänstens namn. / Name of the service.")][property: Example("deviations")] string Service,
        [property: Description("HTTP-metod. / HTTP method.")][property: Example("GET")] string Method,
        [property: Description("Adressens mönster, aldrig adressen själv. / The address's pattern, never the address itself.")][property: Example("/deviations/v1/deviations/{id:guid}")] string Route,
        [property: Description("Antal svar. / How many answers.")][property: Example("120")] long Count,
        [property: Description("95 av 100 svar tog högst så här många millisekunder, på en tiondel när. / 95 of 100 answers took this many milliseconds at most, to within a tenth.")][property: Example("1180")] int P95Milliseconds,
        [property: Description("Hur många procent av svaren som tog längre än regeln slow-page säger; saknas när svaren är för få för att bedömas, och när Analys egen databas inte svarar. / How many per cent of the answers took longer than the rule slow-page says; absent when the answers are too few to judge, and when Analytics' own database does not answer.")][property: Example("7.5")] double? PercentOver,
        [property: Description("Om någon behöver se till den, efter regeln slow-page; saknas när svaren är färre än regeln slow-page-answers säger. / Whether someone must look, by the rule slow-page; absent when the answers are fewer than the rule slow-page-answers says.")] HouseState? State);

    public static void Map(RouteGroupBuilder operations) => operations
        .MapGet("/house", async Task<Ok<House>> (Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(request, ct)))
        .RequireAuthorization(CommonPermissions.ReadOperations)
        .WithSummary("Läs hur hela Huset mår / Read how the whole house fares")
        .WithDescription("Varje tjänst frågas just nu, med din egen behörighet, och har en sekund på sig. / Each service is asked now, by your own rights, and has a second.");

    public sealed class Handler(Neighbours neighbours, HusetService self, ReadOperations own, FailedMessages ownFailed, AnalyticsDb db, IConfiguration configuration, TimeProvider clock)
    {
        private const int MostRoutes = 10;
        private static readonly FailedMessages.Query Oldest = new();

        /// <summary>Asks all at the same time, with the token that the request carries.</summary>
        public async Task<House> Handle(HttpRequest request, CancellationToken ct)
        {
            var bearer = request.Headers.Authorization.ToString();
            var asked = neighbours.Names.Where(name => name != self.Name).Select(name => (
                Name: name,
                Figures: neighbours.Get<ServiceOperations>(name, "/operations", bearer, ct),
                Failed: neighbours.Get<ListOf<FailedMessageView>>(name, "/operations/failed-messages", bearer, ct))).ToList();
            var mine = await Own(ct);
            var judgement = new Judgement(mine?.Rules ?? [], SwedishTime.Today(clock));

            var parts = new List<Part> { PartOf(self.Name, mine?.Figures, judgement) };
            var failed = (mine?.Failed ?? []).Select(message => new Failed(self.Name, message)).ToList();
            foreach (var (name, figures, messages) in asked)
            {
                parts.Add(PartOf(name, await figures, judgement));
                failed.AddRange((await messages)?.Items.Select(message => new Failed(name, message)) ?? []);
            }
            var log = mine is null ? null : LogOf(mine.Last, mine.Relayed, judgement);
            var backup = await LastBackup.Read(configuration, ct) is { } known ? BackupOf(known, judgement) : null;
            var state = parts.Select(part => part.State).Append(log?.State ?? HouseState.Calm).Append(backup?.State ?? HouseState.Calm).Max();
            var slowest = parts.SelectMany(part => (part.Operations?.SlowestRoutes ?? []).Select(route => (part.Service, Route: route))).OrderByDescending(slow => slow.Route.P95Milliseconds).Take(MostRoutes)
                .Select(slow => new SlowRoute(slow.Service, slow.Route.Method, slow.Route.Route, slow.Route.Count, slow.Route.P95Milliseconds, judgement.ShareOver(slow.Route), judgement.Of(slow.Route)));
            return new(clock.GetUtcNow(), state, [.. parts.OrderByDescending(part => part.State).ThenBy(part => part.Service, StringComparer.Ordinal)], log, backup, failed, [.. slowest]);
        }

        private sealed record Mine(ServiceOperations Figures, IReadOnlyList<FailedMessageView> Failed, IReadOnlyList<Rule> Rules, long Last, long Relayed);

        // When the own database is what is broken, the others are still shown.
        private async Task<Mine?> Own(CancellationToken ct)
        {
            try
            {
                var rules = await db.Rules.AsNoTracking().ToListAsync(ct);
                var last = await db.Set<LogPosition>().AsNoTracking().Select(position => position.Last).SingleAsync(ct);
                var relayed = await db.Set<RelayPosition>().AsNoTracking().Select(position => position.Last).SingleAsync(ct);
                return new(await own.Handle(ct), (await ownFailed.List(Oldest, null, ct)).Items, rules, last, relayed);
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e))
            {
                return null;
            }
        }

        private static Part PartOf(string name, ServiceOperations? figures, Judgement judgement)
        {
            var signals = figures is null ? [new("silent", HouseState.Urgent)] : judgement.Of(figures);
            return new(name, figures is not null, Judgement.Worst(signals), signals, figures);
        }

        private Backup BackupOf(LastBackup backup, Judgement judgement)
        {
            var hours = (long)Math.Max(0, (clock.GetUtcNow() - backup.Time).TotalHours);
            IReadOnlyList<Signal> signals = [.. new[] { judgement.Of("backup-age", hours), backup.Whole ? null : new Signal("backup-not-whole", HouseState.Attention) }.OfType<Signal>().OrderByDescending(signal => signal.State)];
            return new(backup.Time, backup.Bytes, backup.Whole, Judgement.Worst(signals), signals);
        }

        private static Log LogOf(long last, long relayed, Judgement judgement)
        {
            // Read one after the other, so that the relay can seem to be ahead.
            var lag = Math.Max(0, last - relayed);
            IReadOnlyList<Signal> signals = judgement.Of("relay-lag", lag) is { } signal ? [signal] : [];
            return new(Sequence.Text(last), Sequence.Text(relayed), lag, Judgement.Worst(signals), signals);
        }
    }
}
