using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.Processes.Features.Maps;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Processes.Features.QualitySystems;

public static class JudgeQualitySystem
{
    public enum Decision { Approve, Return }

    public sealed class Request
    {
        [Description("approve (godkänn) eller return (skicka tillbaka). / approve or return.")]
        [Example("approve"), OneOf<Decision>]
        [Required]
        public string? Decision { get; set; }

        [Description("Vad som ska ändras; behövs när dokumentet skickas tillbaka. / What is to be changed; needed when the document is sent back.")]
        [Example("Punkt 5b saknar vem som ansvarar.")]
        [StringLength(2_000)]
        public string? Reason { get; set; }
    }

    public static void Map(RouteGroupBuilder units)
    {
        units
            .MapPost("/{code}/quality-system/{year:int}/approval", async Task<Results<Ok<QualitySystemView>, NotFound>> (
                [Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string code,
                [Description("Året som dokumentet gäller. / The year that the document is for."), Example("2026"), Range(QualitySystemWork.FirstYear, QualitySystemWork.LastYear)] int year,
                Request request, Handler handler, QualitySystemWork work, HttpContext http, CancellationToken ct) =>
                await Answer(await handler.Handle(code, year, request, http.Request.CheckIfMatch, ct), code, work, http, ct))
            .RequireAuthorization(Permissions.ApproveQualitySystem)
            .TakesIfMatch()
            .GivesETag()
            .WithSummary("Godkänn kvalitetssystemet eller skicka tillbaka det / Approve the quality system or send it back")
            .WithDescription("Görs av någon som inte har skrivit i dokumentet. Ett godkänt dokument kan skickas tillbaka tills det är publicerat. / Done by someone who has not written in the document. An approved document can be sent back until it is published.");
        units
            .MapPost("/{code}/quality-system/{year:int}/recall", async Task<Results<Ok<QualitySystemView>, NotFound>> (
                [Description("Enhetens kod. / Code of the unit."), Example("norrangen")] string code,
                [Description("Året som dokumentet gäller. / The year that the document is for."), Example("2026"), Range(QualitySystemWork.FirstYear, QualitySystemWork.LastYear)] int year,
                JudgeVersion.Recall request, Handler handler, QualitySystemWork work, HttpContext http, CancellationToken ct) =>
                await Answer(await handler.TakeBack(code, year, request, http.Request.CheckIfMatch, ct), code, work, http, ct))
            .RequireAuthorization(Permissions.EditQualitySystem)
            .TakesIfMatch()
            .GivesETag()
            .WithName("recallQualitySystem")
            .WithSummary("Ta tillbaka kvalitetssystemet för att skriva vidare / Take back the quality system to write on")
            .WithDescription("Ett dokument som väntar på godkännande eller är godkänt men inte publicerat blir ett utkast igen. / A document that waits for approval, or is approved and not published, becomes a draft again.");
    }

    private static async Task<Results<Ok<QualitySystemView>, NotFound>> Answer(QualitySystem? system, string code, QualitySystemWork work, HttpContext http, CancellationToken ct)
    {
        if (system is null) return TypedResults.NotFound();
        http.Response.SetETag(system.Version);
        return TypedResults.Ok(QualitySystemView.Of(system, await work.NameOf(code, ct) ?? code));
    }

    public sealed class Handler(QualitySystemWork work)
    {
        /// <summary>Null when there is no such document that the user may judge.</summary>
        public async Task<QualitySystem?> Handle(string code, int year, Request request, Action<int> checkVersion, CancellationToken ct)
        {
            if (!work.May(Permissions.ApproveQualitySystem, code) || await work.Latest(code, year, ct) is not { } system) return null;
            if (!Kebab.TryParse<Decision>(request.Decision, out var decision)) throw new InvalidField("decision", "It must be approve or return.");
            if (decision == Decision.Return && string.IsNullOrWhiteSpace(request.Reason)) throw new InvalidField("reason", "It must tell what is to be changed.");
            checkVersion(system.Version);
            if (decision == Decision.Approve) system.Approve(work.Me, work.Now);
            else system.Return(work.Me, request.Reason!);
            await work.Save(ct);
            return system;
        }

        /// <summary>Null when there is no such document that the user writes in.</summary>
        public async Task<QualitySystem?> TakeBack(string code, int year, JudgeVersion.Recall request, Action<int> checkVersion, CancellationToken ct)
        {
            if (!work.May(Permissions.EditQualitySystem, code) || await work.Latest(code, year, ct) is not { } system) return null;
            checkVersion(system.Version);
            system.TakeBack(work.Me, request.Reason!);
            await work.Save(ct);
            return system;
        }
    }
}
