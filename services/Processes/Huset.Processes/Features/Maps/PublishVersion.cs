using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Processes.Features.Maps;

public static class PublishVersion
{
    public sealed class Request
    {
        [Description("Varje steg som gäller i dag och inte finns i versionen: att det upphör, eller vilket som tar dess plats. / Every step that is in force and not in the version: that it ends, or which takes its place.")]
        public List<EndedStep>? Ended { get; set; }

        [Description("Vad som är nytt, för dem som arbetar efter processen. / What is new, for those who work by the process.")]
        [Example("Uppföljningen har fått ett eget steg."), StringLength(2_000)]
        public string? ChangeNote { get; set; }

        [Description("Uppgifterna att revidera som versionen besvarar; de stängs. / The revision tasks that the version answers; they are closed.")]
        [MaxLength(100), Example]
        public List<Guid>? Answers { get; set; }
    }

    public sealed class EndedStep
    {
        [Description("Steget som upphör. / The step that ends.")]
        [Required]
        public Guid? ActivityId { get; set; }

        [Description("Steget i versionen som tar dess plats; utelämnas när inget gör det. / The step of the version that takes its place; left out when none does.")]
        public Guid? ReplacedBy { get; set; }
    }

    /// <summary>A step that nothing has been said of.</summary>
    public sealed record Unanswered(Guid ActivityId, string Name);

    public static void Map(RouteGroupBuilder processes) => processes
        .MapPost("/{id:guid}/versions/{number:int}/publication", async Task<Results<Ok<VersionView>, NotFound, ProblemHttpResult>> (
            [Description("Processens id. / Id of the process.")] Guid id, [Description("Versionens nummer. / Number of the version."), Example("1")] int number, Request? request, Handler handler, HttpContext http, CancellationToken ct) =>
        {
            if (await handler.Handle(id, number, request ?? new(), http.Request.CheckIfMatch, ct) is not var (version, unanswered)) return TypedResults.NotFound();
            if (unanswered.Count > 0)
                return TypedResults.Problem("Say of every step that vanishes that it ends or which takes its place; see unanswered.", statusCode: 409, extensions: new Dictionary<string, object?> { ["code"] = "activity.unanswered", ["unanswered"] = unanswered });
            http.Response.SetETag(version.Revision);
            return TypedResults.Ok(VersionView.Of(version));
        })
        .RequireAuthorization(Permissions.EditProcesses)
        .TakesIfMatch()
        .GivesETag()
        .WithSummary("Publicera en version / Publish a version")
        .WithDescription("Den godkända versionen börjar gälla och ersätter den förra. Om varje steg som försvinner sägs att det upphör eller vilket som tar dess plats. / The approved version comes into force and takes the earlier one's place. Of every step that vanishes it is said that it ends or which takes its place.");

    public sealed class Handler(ProcessesDb db, ProcessWork work, CurrentUser user, TimeProvider clock)
    {
        /// <summary>The version, and the steps that must be answered for before it can be published; nothing is stored while there are any. Null when there is no such version that the user may publish.</summary>
        public Task<Result?> Handle(Guid id, int number, Request request, Action<int> checkVersion, CancellationToken ct) => work.Change(db.EditableProcesses, id, async process =>
        {
            if (await work.Numbered(process.Id, number, ct) is not { } version) return null;
            checkVersion(version.Revision);
            var steps = Bpmn.Read(version.Diagram).Steps.ToDictionary(step => step.ElementId);
            var activities = await db.Activities.Where(activity => activity.ProcessId == process.Id).ToListAsync(ct);
            var living = activities.Where(activity => steps.ContainsKey(activity.ElementId)).OrderBy(activity => steps[activity.ElementId].Number).ToList();
            var gone = Gone(activities, steps.Keys);
            var answers = Answers(request, gone, [.. living.Select(activity => activity.Id)]);
            if (version.Lifecycle.Status == VersionStatus.Approved && gone.Where(activity => !answers.ContainsKey(activity.Id)).ToList() is { Count: > 0 } unanswered)
                return new Result(version, [.. unanswered.Select(activity => new Unanswered(activity.Id, activity.Name))]);

            var now = clock.GetUtcNow();
            var note = request.ChangeNote?.Trim();
            var earlier = await work.InForce(process.Id, ct);
            version.Publish(process, earlier, string.IsNullOrEmpty(note) ? null : note, Person.Of(user), now);
            foreach (var activity in living.Where(activity => activity.Live(steps[activity.ElementId], number, now))) db.Publish(activity.ToChanged());
            foreach (var activity in gone)
            {
                activity.End(earlier!.Number, answers[activity.Id], now);
                db.Publish(activity.ToChanged());
            }
            Guid[] answered = [.. (request.Answers ?? []).Distinct()];
            var tasks = await db.RevisionTasks.Where(task => answered.Contains(task.Id)).ToListAsync(ct);
            if (tasks.Count != answered.Length) throw new InvalidField("answers", "Each must be a revision task that you may handle.");
            foreach (var task in tasks)
            {
                task.AnswerByProcess(process.Id, number, Person.Of(user), now);
                db.Publish(task.ToChanged());
            }
            db.Publish(process.ToChanged());
            return new Result(version, []);
        }, ct);
    }

    /// <summary>What came of it.</summary>
    public sealed record Result(ProcessVersion Version, IReadOnlyList<Unanswered> Unanswered);

    /// <summary>Steps in force that a version with these elements no longer has.</summary>
    public static List<Activity> Gone(IEnumerable<Activity> activities, IEnumerable<string> elements)
    {
        var known = elements.ToHashSet();
        return [.. activities.Where(activity => activity.IsInForce && !known.Contains(activity.ElementId)).OrderBy(activity => activity.Number)];
    }

    private static Dictionary<Guid, Guid?> Answers(Request request, List<Activity> gone, HashSet<Guid> living)
    {
        var answers = new Dictionary<Guid, Guid?>();
        foreach (var answer in request.Ended ?? [])
        {
            if (answer?.ActivityId is not { } ended || gone.TrueForAll(activity => activity.Id != ended)) throw new InvalidField("ended", "It may name only steps that are in force and not in the version.");
            if (answer.ReplacedBy is { } other && !living.Contains(other)) throw new InvalidField("ended", "What takes a step's place must be a step of the version.");
            if (!answers.TryAdd(ended, answer.ReplacedBy)) throw new InvalidField("ended", "A step is named twice.");
        }
        return answers;
    }
}
