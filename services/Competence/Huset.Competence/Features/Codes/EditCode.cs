using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Competence.Features.Codes;

/// <summary>Codes that a municipality adds, words otherwise or stops using. A code is never taken away: what has it keeps it.</summary>
public static class EditCode
{
    /// <summary>Codes are written in files with spaces between them, and in addresses.</summary>
    public const string CodePattern = @"[\p{L}\p{Nd}]+(-[\p{L}\p{Nd}]+)*";

    /// <summary>What may be changed of a code.</summary>
    public abstract class Fields
    {
        [Description("Svensk text. / Swedish text.")]
        [Example("Undersköterska")]
        [Required, StringLength(200), RegularExpression(@"\P{Cc}*")]
        public string? Name { get; set; }

        [Description("Första dagen som den får väljas; utelämnas om den alltid har fått det. / First day that it may be chosen; left out when it always could.")]
        public DateOnly? ValidFrom { get; set; }

        [Description("Första dagen som den inte längre får väljas; utelämnas så länge den får det. / First day that it may no longer be chosen; left out as long as it may.")]
        public DateOnly? ValidTo { get; set; }

        [Description("För en roll: ett legitimerat yrke, som får delegera. / Of a role: a licensed profession, which may delegate.")]
        public bool Licensed { get; set; }

        [Description("För ett slag av bevis: sista dagen som något som visas så gäller. / Of a kind of evidence: the last day that anything shown by it holds.")]
        public DateOnly? LastDay { get; set; }
    }

    public sealed class Request : Fields;

    public sealed class NewCode : Fields
    {
        [Description("Koden: bokstäver, siffror och bindestreck. Den kan aldrig ändras. / The code: letters, digits and hyphens. It can never change.")]
        [Example("kurator")]
        [Required, StringLength(64), RegularExpression(CodePattern)]
        public string? Code { get; set; }
    }

    public static void Map(RouteGroupBuilder lists)
    {
        lists
            .MapPost("/{name}", async Task<Results<Created<ReadCodeList.Item>, NotFound>> ([Description("Kodlistans namn. / Name of the code list."), Example("roles")] string name, NewCode request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Add(name, request, ct) is not { } added) return TypedResults.NotFound();
                response.SetETag(added.Version);
                return TypedResults.Created($"/competence/v1/code-lists/{name}", ReadCodeList.Item.Of(added));
            })
            .RequireAuthorization(Permissions.EditCodeLists)
            .GivesETag()
            .WithName("addCode")
            .WithSummary("Lägg till en kod / Add a code")
            .WithDescription("I någon av listorna. / To any of the lists.");
        lists
            .MapPut("/{name}/{code}", async Task<Results<Ok<ReadCodeList.Item>, NotFound>> ([Description("Kodlistans namn. / Name of the code list."), Example("roles")] string name, [Description("Koden. / The code."), Example("underskoterska")] string code, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Change(name, code, request, http.Request.RequireIfMatch, ct) is not { } changed) return TypedResults.NotFound();
                http.Response.SetETag(changed.Version);
                return TypedResults.Ok(ReadCodeList.Item.Of(changed));
            })
            .RequireAuthorization(Permissions.EditCodeLists)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("changeCode")
            .WithSummary("Ändra en kods text eller giltighet / Change a code's text or validity")
            .WithDescription("Det som redan har koden behåller den. Skicka If-Match med version ur listan. / What has the code keeps it. Send If-Match with version from the list.");
    }

    public sealed class Handler(CompetenceDb db)
    {
        /// <summary>Null when there is no such list.</summary>
        public async Task<CodeListItem?> Add(string list, NewCode request, CancellationToken ct)
        {
            var items = await db.CodeListItems.AsNoTracking().Where(item => item.List == list).ToListAsync(ct);
            if (items.Count == 0) return null;
            Check(list, request);
            if (items.Exists(item => item.Code.Equals(request.Code, StringComparison.OrdinalIgnoreCase))) throw new RuleViolation("code.taken", "The list has this code already.");
            var added = new CodeListItem { List = list, Code = request.Code!, Number = items.Max(item => item.Number) + 1, Name = request.Name!.Trim(), ValidFrom = request.ValidFrom, ValidTo = request.ValidTo, Licensed = request.Licensed, LastDay = request.LastDay };
            db.Add(added);
            await db.SaveChangesAsync(ct);
            return added;
        }

        /// <summary>Null when there is no such code.</summary>
        public async Task<CodeListItem?> Change(string list, string code, Fields request, Action<int> checkVersion, CancellationToken ct)
        {
            if (await db.CodeListItems.FirstOrDefaultAsync(item => item.List == list && item.Code == code, ct) is not { } item) return null;
            checkVersion(item.Version);
            Check(list, request);
            item.Change(request.Name!.Trim(), request.Licensed, request.LastDay, request.ValidFrom, request.ValidTo);
            await db.SaveChangesAsync(ct);
            return item;
        }

        private static void Check(string list, Fields request)
        {
            if (request.Licensed && list != CodeLists.Roles) throw new InvalidField("licensed", "Only a role is a licensed profession.");
            if (request.LastDay is not null && list != CodeLists.EvidenceKinds) throw new InvalidField("lastDay", "Only a kind of evidence has a last day.");
            if (request.ValidTo <= request.ValidFrom) throw new InvalidField("validTo", "It must be after validFrom.");
        }
    }
}
