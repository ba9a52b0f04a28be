using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Search;

/// <summary>Processes, steps, documents, units and quality areas that hold some words, in any of their Swedish forms.</summary>
public static partial class SearchEverything
{
    public const int MaxWords = 200;

    /// <summary>What a hit is; in the order that hits of the same weight come.</summary>
    public enum HitType { Process, Activity, Routine, Unit, QualityArea }

    public sealed class Query : ListQuery
    {
        [FromQuery(Name = "q"), Required, StringLength(MaxWords), Example("läkemedel"), Description("Ord att söka; alla ska finnas. \"Inom citattecken\" i följd, or för något av dem, minus framför det som inte får finnas. / Words to seek; all must be there. \"In quotes\" in a row, or for any of them, minus before what must not be there.")]
        public string? Q { get; set; }

        [FromQuery(Name = "type"), OneOf("process", "activity", "routine", "unit", "quality-area"), Description("Bara det slaget. / Only that kind.")]
        public string? Type { get; set; }

        [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Bara dokument som gäller på enheten: dess eget, det som gäller enheter ovanför, och det som gäller alla. / Only documents that apply at the unit: its own, those of units above it, and those that apply to all.")]
        public string? UnitCode { get; set; }

        [FromQuery(Name = "withdrawn"), DefaultValue(false), Description("Också det som inte gäller längre. / Also what is no longer in force.")]
        public bool? Withdrawn { get; set; }
    }

    public sealed record Part(
        [property: Description("Textens ord. / Words of the text.")][property: Example("läkemedlet")] string Text,
        [property: Description("Om det är det som söktes. / Whether it is what was sought.")] bool IsHit);

    public sealed record Hit(
        [property: Description("Slaget. / The kind.")] HitType Type,
        [property: Description("Id, eller kod för en enhet eller ett kvalitetsområde. / Id, or the code of a unit or a quality area.")][property: Example("norrangen")] string Key,
        [property: Description("Namn eller titel. / Name or title.")][property: Example("Läkemedel i hemtjänsten")] string Title,
        [property: Description("Stegets process, eller dokumentets enhet; saknas när det gäller alla. / The step's process, or the document's unit; absent when it applies to all.")][property: Example("Genomföra hemtjänst")] string? Where,
        [property: Description("Slag av dokument ur kodlistan document-kinds. / Kind of document from the code list document-kinds.")][property: Example("rutin")] string? Kind,
        [property: Description("Texten kring orden; tom när de bara står i titeln. / The text around the words; empty when only the title holds them.")] IReadOnlyList<Part> Excerpt,
        [property: Description("Om det inte gäller längre. / Whether it is no longer in force.")] bool IsEnded,
        [property: Description("Sidans adress. / Address of the page.")][property: Example("/processer/rutiner/01a20050-0000-7000-8000-000000000000")] string Page)
    {
        /// <summary>The title with what was sought told apart.</summary>
        [JsonIgnore]
        public IReadOnlyList<Part> TitleParts { get; init; } = [];
    }

    public static void Map(RouteGroupBuilder processes) => processes
        .MapGet("/search", async Task<Ok<ListOf<Hit>>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) => TypedResults.Ok(await handler.Handle(query, request, ct)))
        .RequireAuthorization(Permissions.Search)
        .WithTags("search")
        .WithName("search")
        .WithSummary("Sök i processer, steg, dokument, enheter och kvalitetsområden / Search processes, steps, documents, units and quality areas")
        .WithDescription("Det som har orden i namnet kommer först. Ord hittas i alla svenska böjningar, och en del av ett namn räcker. Det som du inte får läsa är inte med. / What has the words in its name comes first. Words are found in every Swedish form, and a part of a name is enough. What you may not read is not in it.");

    public sealed partial class Handler(ProcessesDb db, CurrentUser user, UnitTree units, TimeProvider clock)
    {
        // Private characters, which no text has use for, round each hit.
        private const string From = "\uE000", To = "\uE001";
        private const string OfTitle = $"HighlightAll=true, StartSel={From}, StopSel={To}";
        private const string OfText = $"MaxFragments=2, MaxWords=22, MinWords=8, FragmentDelimiter=\" … \", StartSel={From}, StopSel={To}";

        /// <exception cref="InvalidField">There is no word to seek, or no such kind or unit.</exception>
        public async Task<ListOf<Hit>> Handle(Query query, HttpRequest? request, CancellationToken ct)
        {
            var words = query.Q?.Trim() is { Length: > 0 } some ? some : throw new InvalidField("q", "Say what to seek.");
            var type = Lists.Choice<HitType>(query.Type, "type");
            var unit = string.IsNullOrWhiteSpace(query.UnitCode) ? null : query.UnitCode.Trim();
            if (unit is not null && units.Find(unit) is null) throw new InvalidField("unitCode", $"There is no unit {unit}.");
            var all = query.Withdrawn is true;

            // As the database reads the words, and then for every name and text the same.
            var question = WordForms.Wider(await db.Database.SqlQuery<string>($"select websearch_to_tsquery('swedish', {words})::text as \"Value\"").SingleAsync(ct));
            IQueryable<Row>[] parts =
            [
                .. Wanted(HitType.Process, Permissions.ReadProcesses) ? [OfProcesses(words, question, all)] : Array.Empty<IQueryable<Row>>(),
                .. Wanted(HitType.Activity, Permissions.ReadProcesses) ? [OfSteps(words, question, all)] : Array.Empty<IQueryable<Row>>(),
                .. Wanted(HitType.Routine, Permissions.ReadDocuments) ? [OfDocuments(words, question, unit, all)] : Array.Empty<IQueryable<Row>>(),
                .. Wanted(HitType.Unit, Permissions.ReadUnits) ? [OfUnits(words, question, all)] : Array.Empty<IQueryable<Row>>(),
                .. Wanted(HitType.QualityArea, Permissions.ReadQualityAreas) ? [OfAreas(question)] : Array.Empty<IQueryable<Row>>(),
            ];
            if (parts.Length == 0) return new([], query.Page ?? 1, query.Limit ?? 20, 0, null);
            var rows = await parts.Aggregate((some, more) => some.Concat(more)).OrderByDescending(row => row.InName).ThenBy(row => row.Type).ThenBy(row => EF.Functions.Collate(row.Name, ServiceDbContext.SwedishCollation)).ThenBy(row => row.Id)
                .ToListOf(query, request, ct);
            var found = await Tell(rows.Items, words, question, ct);
            return rows.Select(row => found[(row.Type, row.Id)]);

            bool Wanted(HitType kind, string permission) => user.May(permission) && (type is null || type == kind) && (unit is null || kind == HitType.Routine);
        }

        private IQueryable<Row> OfProcesses(string words, string question, bool all)
        {
            var part = Like.Part(words);
            return db.Processes.Where(p => p.VersionInForce != null || (all && p.ClosedOn != null))
                .Where(p => EF.Functions.ILike(p.Name, part, Like.Escape) || EF.Functions.ToTsVector("swedish", p.Name).Matches(EF.Functions.ToTsQuery("simple", question)))
                .Select(p => new Row { Type = HitType.Process, Id = p.Id.ToString(), Name = p.Name, InName = true, IsEnded = p.ClosedOn != null });
        }

        private IQueryable<Row> OfSteps(string words, string question, bool all)
        {
            var part = Like.Part(words);
            return db.Activities.Where(a => a.FirstVersion != null && (all || (a.LastVersion == null && db.Processes.Any(p => p.Id == a.ProcessId && p.VersionInForce != null))))
                .Where(a => EF.Functions.ILike(a.Name, part, Like.Escape) || EF.Functions.ToTsVector("swedish", a.Name).Matches(EF.Functions.ToTsQuery("simple", question)))
                .Select(a => new Row { Type = HitType.Activity, Id = a.Id.ToString(), Name = a.Name, InName = true, IsEnded = a.LastVersion != null || !db.Processes.Any(p => p.Id == a.ProcessId && p.VersionInForce != null) });
        }

        // The text and the title each have an index; who holds the words in both is found once, by the title.
        private IQueryable<Row> OfDocuments(string words, string question, string? unit, bool all)
        {
            var part = Like.Part(words);
            var above = unit is null ? [] : units.WithAbove(unit).ToArray();
            var documents = db.Documents.Where(d => (d.InForce != null || (all && d.IsKnown)) && (unit == null || d.UnitCode == null || above.Contains(d.UnitCode)));
            Expression<Func<Document, bool>> named = d => EF.Functions.ILike(d.Title, part, Like.Escape) || EF.Functions.ToTsVector("swedish", d.Title).Matches(EF.Functions.ToTsQuery("simple", question));
            var titled = documents.Where(named);
            var written = db.DocumentVersions.Where(v => v.Lifecycle.Status == VersionStatus.Published || (all && v.Lifecycle.Status == VersionStatus.Withdrawn))
                .Where(v => EF.Functions.ToTsVector("swedish", v.Text).Matches(EF.Functions.ToTsQuery("simple", question)));
            var holding = written.Select(v => v.DocumentId);
            return titled.Select(d => new Row { Type = HitType.Routine, Id = d.Id.ToString(), Name = d.Title, InName = true, IsEnded = d.InForce == null })
                .Concat(documents.Where(d => holding.Contains(d.Id) && !titled.Select(other => other.Id).Contains(d.Id))
                    .Select(d => new Row { Type = HitType.Routine, Id = d.Id.ToString(), Name = d.Title, InName = false, IsEnded = d.InForce == null }));
        }

        private IQueryable<Row> OfUnits(string words, string question, bool all)
        {
            var (part, today) = (Like.Part(words), SwedishTime.Today(clock));
            return db.UnitPeriods.Where(p => p.ValidFrom <= today && (p.Until == null || p.Until > today || (all && !db.UnitPeriods.Any(later => later.UnitCode == p.UnitCode && later.ValidFrom > p.ValidFrom))))
                .Where(p => EF.Functions.ILike(p.Name, part, Like.Escape) || p.UnitCode == words || EF.Functions.ToTsVector("swedish", p.Name).Matches(EF.Functions.ToTsQuery("simple", question)))
                .Select(p => new Row { Type = HitType.Unit, Id = p.UnitCode, Name = p.Name, InName = true, IsEnded = p.Until != null && p.Until <= today });
        }

        // What is demanded lies in the points, as JSON: of it the values are sought and not its own words.
        private IQueryable<Row> OfAreas(string question) => db.QualityAreas
            .FromSql($"select * from quality_areas where (to_tsvector('swedish', name) || to_tsvector('swedish', points)) @@ to_tsquery('simple', {question})")
            .Select(a => new Row { Type = HitType.QualityArea, Id = a.Code, Name = a.Name, InName = EF.Functions.ToTsVector("swedish", a.Name).Matches(EF.Functions.ToTsQuery("simple", question)), IsEnded = false });

        // Only what is on the page is read and cut: to find a place in a text takes longer than to find the text.
        private async Task<Dictionary<(HitType, string), Hit>> Tell(IReadOnlyList<Row> rows, string words, string question, CancellationToken ct)
        {
            var told = new Dictionary<(HitType, string), Hit>();
            var steps = Ids(HitType.Activity);
            var places = steps.Length == 0 ? [] : await db.Activities.AsNoTracking().Where(a => steps.Contains(a.Id))
                .Select(a => new { a.Id, a.ProcessId, Process = db.Processes.Where(p => p.Id == a.ProcessId).Select(p => p.Name).FirstOrDefault() }).ToDictionaryAsync(a => $"{a.Id}", ct);
            var documents = Ids(HitType.Routine);
            var texts = documents.Length == 0 ? [] : await db.DocumentVersions.AsNoTracking()
                .Where(v => documents.Contains(v.DocumentId) && (v.Number == v.Document.InForce || (v.Document.InForce == null && v.Lifecycle.Status == VersionStatus.Withdrawn)))
                .Select(v => new
                {
                    v.DocumentId,
                    v.Number,
                    v.Document.Kind,
                    v.Document.UnitCode,
                    Excerpt = EF.Functions.ToTsQuery("simple", question).GetResultHeadline("swedish", v.Text, OfText),
                }).ToListAsync(ct);
            // Of a document that was withdrawn twice, the last.
            var ofDocument = texts.OrderBy(text => text.Number).GroupBy(text => $"{text.DocumentId}").ToDictionary(versions => versions.Key, versions => versions.Last());
            var ofArea = await Demands([.. rows.Where(row => row.Type == HitType.QualityArea).Select(row => row.Id)], question, ct);
            string[] names = [.. rows.Select(row => row.Name)];
            var marked = rows.Count == 0 ? [] : await db.Database.SqlQuery<string>($"select ts_headline('swedish', n.name, to_tsquery('simple', {question}), {OfTitle}) as \"Value\" from unnest({names}) with ordinality as n (name, place) order by n.place").ToListAsync(ct);
            foreach (var (row, title) in rows.Zip(marked))
            {
                var place = places.GetValueOrDefault(row.Id);
                var text = row.Type == HitType.Routine ? ofDocument.GetValueOrDefault(row.Id) : null;
                var excerpt = text?.Excerpt ?? (row.Type == HitType.QualityArea ? ofArea.GetValueOrDefault(row.Id) : null);
                told[(row.Type, row.Id)] = new(
                    row.Type, row.Id, row.Name, place?.Process ?? (text?.UnitCode is { } code ? units.NameOf(code) : null), text?.Kind, excerpt?.Contains(From, StringComparison.Ordinal) is true ? Parts(Plain(excerpt)) : [], row.IsEnded,
                    row.Type switch
                    {
                        HitType.Process => $"/processer/process/{row.Id}",
                        HitType.Activity => $"/processer/process/{place?.ProcessId}#steg-{row.Id}",
                        HitType.Routine => $"/processer/rutiner/{row.Id}",
                        HitType.Unit => $"/processer/enheter/{Uri.EscapeDataString(row.Id)}",
                        _ => "/processer/kvalitetsomraden",
                    })
                { TitleParts = title.Contains(From, StringComparison.Ordinal) ? Parts(title) : Within(row.Name, words) };
            }
            return told;

            Guid[] Ids(HitType type) => [.. rows.Where(row => row.Type == type).Select(row => Guid.Parse(row.Id))];
        }

        // What an area demands, point by point, cut to where the words are.
        private async Task<Dictionary<string, string>> Demands(string[] codes, string question, CancellationToken ct)
        {
            if (codes.Length == 0) return [];
            var areas = await db.QualityAreas.AsNoTracking().Where(area => codes.Contains(area.Code)).OrderBy(area => area.Code).ToListAsync(ct);
            string[] demands = [.. areas.Select(area => string.Join(" ", area.Points.Select(point => $"{point.Name}: {point.Demand}")))];
            var marked = await db.Database.SqlQuery<string>($"select ts_headline('swedish', d.demand, to_tsquery('simple', {question}), {OfText}) as \"Value\" from unnest({demands}) with ordinality as d (demand, place) order by d.place").ToListAsync(ct);
            return areas.Zip(marked).ToDictionary(pair => pair.First.Code, pair => pair.Second);
        }

        private static List<Part> Parts(string marked) =>
            [.. marked.Split(From).SelectMany((piece, index) => index == 0 ? [new Part(piece, false)] : piece.Split(To, 2) is [var hit, var rest] ? [new Part(hit, true), new Part(rest, false)] : new[] { new Part(piece, false) }).Where(part => part.Text.Length > 0)];

        // A part of a word is no word to the database, and is marked as it was typed.
        private static List<Part> Within(string name, string words) => name.IndexOf(words, StringComparison.CurrentCultureIgnoreCase) is >= 0 and var at
            ? [.. new[] { new Part(name[..at], false), new Part(name[at..(at + words.Length)], true), new Part(name[(at + words.Length)..], false) }.Where(part => part.Text.Length > 0)]
            : [new(name, false)];

        private static string Plain(string markdown) => Emphasis().Replace(Signs().Replace(markdown, " "), "").Trim();

        // Headings, lists and tables of Markdown, and line breaks.
        [GeneratedRegex(@"(?:^|(?<=\n))[ \t]*(?:#{1,6}|[-*+>]|\d+\.)[ \t]+|\|+|\s+", RegexOptions.None, 1000)]
        private static partial Regex Signs();

        [GeneratedRegex("[*_`]+", RegexOptions.None, 1000)]
        private static partial Regex Emphasis();

        private sealed class Row
        {
            public HitType Type { get; init; }
            public string Id { get; init; } = "";
            public string Name { get; init; } = "";
            public bool InName { get; init; }
            public bool IsEnded { get; init; }
        }
    }
}
