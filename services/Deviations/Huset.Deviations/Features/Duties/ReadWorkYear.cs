using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Huset.Word;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Huset.Word.WordDocument;

namespace Huset.Deviations.Features.Duties;

/// <summary>How many of something a year had, as it may be told.</summary>
public sealed record YearLine(
    [property: Description("Vad som räknas: total, nature, area, unit eller duty. / What is counted.")][property: Example("nature")] string Group,
    [property: Description("Koden; utelämnas för helheten. / The code; left out for the whole.")][property: Example("injury")] string? Code,
    [property: Description("Namnet. / The name.")][property: Example("Olycksfall i arbetet")] string Name,
    [property: Description("Minst så många. / At least so many.")][property: Example("5")] long AtLeast,
    [property: Description("Högst så många. / At most so many.")][property: Example("9")] long AtMost)
{
    /// <summary>"0", "1–4", "5–9".</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Told => AtLeast == AtMost ? $"{AtLeast}" : $"{AtLeast}–{AtMost}";
}

/// <summary>A year's work injuries and near misses, without anything that points at someone.</summary>
public sealed record WorkYearView(
    [property: Description("Året. / The year.")][property: Example("2026")] int Year,
    [property: Description("Antalen, i steg så att ingen pekas ut; av slagen räknar den utan kod dem som ingen har bedömt än. / The counts, in steps so that nobody is pointed at; of the natures the one without a code counts those that nobody has judged yet.")] IReadOnlyList<YearLine> Lines);

public static class ReadWorkYear
{
    public sealed class Query
    {
        [FromQuery(Name = "year"), Range(2000, 2999), Example("2026"), Description("Året; i år om det utelämnas. / The year; this one when left out.")]
        public int? Year { get; set; }

        [FromQuery(Name = "format"), OneOf("json", "csv", "docx"), Description("json, csv eller docx (Word). Utan format gäller Accept. / json, csv or docx (Word). Without it, Accept decides.")]
        public string? Format { get; set; }
    }

    private static readonly Texts T = Texts.Of<DutyTexts>();

    public static void Map(RouteGroupBuilder environment) => environment
        .MapGet("/compilation", async Task<Results<Ok<WorkYearView>, FileContentHttpResult>> ([AsParameters] Query query, Handler handler, HttpRequest request, CancellationToken ct) =>
        {
            var format = request.FormatOf(query.Format, "json", "csv", "docx");
            var year = await handler.Handle(query.Year, ct);
            return format switch
            {
                "csv" => TypedResults.File(Formats.ToCsv(["year", "group", "code", "name", "atLeast", "atMost"], year.Lines.Select(line => (IEnumerable<object?>)[year.Year, line.Group, line.Code, line.Name, line.AtLeast, line.AtMost])), Formats.Csv, $"arbetsmiljo-{year.Year}.csv"),
                "docx" => TypedResults.File(Document(year), Formats.Docx, $"arbetsmiljo-{year.Year}.docx"),
                _ => TypedResults.Ok(year),
            };
        })
        .RequireAuthorization(Permissions.ReadDuties)
        .Produces<string>(200, "text/csv")
        .Produces<string>(200, Formats.Docx)
        .WithExample("text/csv", "year;group;code;name;atLeast;atMost\r\n2026;nature;injury;Olycksfall i arbetet;5;9\r\n")
        .WithExample(Formats.Docx, "PK…")
        .WithName("readWorkYear")
        .WithSummary("Läs årets arbetsskador och tillbud / Read the year's work injuries and near misses")
        .WithDescription("Den årliga skriftliga sammanställningen: antal efter slag, orsaksområde, enhet och vem som fått veta, avidentifierad och utan små tal. Av de ärenden som du får läsa skyldigheterna i. / The yearly written compilation: counts by nature, area of cause, unit and who was told, de-identified and without small numbers. Of the cases whose duties you may read.");

    private static byte[] Document(WorkYearView year)
    {
        var title = T["Year.Title", year.Year];
        return WordDocument.Write(title, null, T["Page"], T["PageOf"], _ =>
        [
            Paragraph("Title", title), Paragraph(null, T["Year.Intro"]),
            .. year.Lines.GroupBy(line => line.Group).SelectMany(group => new DocumentFormat.OpenXml.OpenXmlElement[]
            {
                Paragraph("Heading1", T[$"Year.{group.Key}"]),
                Table(T[$"Year.{group.Key}"], [T[$"Year.{group.Key}"], T["Year.Count"]], group.Select(line => (IEnumerable<DocumentFormat.OpenXml.Wordprocessing.TableCell>)[Cell(line.Name), Cell(line.Told)]), 3, 1),
            }),
        ]);
    }

    public sealed class Handler(DeviationsDb db, RuleShelf rules, UnitTree units, AccessLog access, CurrentUser user, TimeProvider clock)
    {
        // AFS 2023:1 asks for a written compilation each year of ill health, accidents and serious incidents.
        public async Task<WorkYearView> Handle(int? asked, CancellationToken ct)
        {
            var today = SwedishTime.Today(clock);
            var year = asked ?? today.Year;
            var (from, to) = (new DateOnly(year, 1, 1), new DateOnly(year + 1, 1, 1));
            // Those too that nobody has begun to judge, or the year would be written as if they had not happened; what went well did not hurt anybody.
            var (all, ofUnits, safety) = (user.ReachesAll(Permissions.ReadDuties), user.UnitsOf(Permissions.ReadDuties), user.Mandate().SafetyUnits);
            var cases = await db.Deviations.AsNoTracking().Where(d => d.Kind == DeviationKind.WorkEnvironment && d.Nature != Nature.Good && d.OccurredOn >= from && d.OccurredOn < to && !d.InLexSarah && !d.InLexMaria
                    && (all || ofUnits.Contains(d.UnitCode) || safety.Contains(d.UnitCode)))
                .Select(d => new { Deviation = d, Track = d.OpenTrack, Areas = d.Causes.Select(cause => cause.Area).ToList() }).ToListAsync(ct);
            await access.Append(AccessAction.List, cases.Select(one => one.Deviation).ToList(), deviation => DeviationView.Why(deviation, user), [$"year={year}"], ct);
            var names = (await db.CodeListItems.AsNoTracking().Where(item => item.List == OpenTrackCodes.WorkNatures || item.List == CodeLists.CauseAreas).OrderBy(item => item.Number).ToListAsync(ct)).ToLookup(item => item.List);
            var small = new SmallNumbers((await rules.Get(db, ct)).Find(Measure.SmallNumbers, today)?.Value ?? 5);
            var lines = new List<YearLine> { Line("total", null, T["Year.All"], cases.Count) };
            lines.AddRange(names[OpenTrackCodes.WorkNatures].Select(nature => Line("nature", nature.Code, nature.Name, cases.Count(one => one.Track?.Nature == nature.Code))));
            lines.Add(Line("nature", OpenTrack.Nothing, T["Year.Nothing"], cases.Count(one => one.Track?.IsNothing == true)));
            lines.Add(Line("nature", null, T["Year.Unjudged"], cases.Count(one => one.Track is null)));
            lines.AddRange(names[CodeLists.CauseAreas].Select(area => Line("area", area.Code, area.Name, cases.Count(one => one.Areas.Contains(area.Code)))));
            lines.AddRange(cases.GroupBy(one => one.Deviation.UnitCode).Select(same => Line("unit", same.Key, units.NameOf(same.Key), same.Count())).OrderBy(line => line.Name, StringComparer.Create(Texts.Swedish, false)));
            lines.AddRange(OpenTrack.Of(OpenTrackKind.WorkEnvironment).Select(duty => Line("duty", Kebab.Of(duty), Words.Of(duty), cases.Count(one => one.Track?[duty]?.DoneAt is not null))));
            return new(year, lines);

            // In steps, the whole as well, so that no small number can be reckoned from the others.
            YearLine Line(string group, string? code, string name, int count)
            {
                var told = small.Row(count);
                return new(group, code, name, told.AtLeast, told.AtMost);
            }
        }
    }
}
