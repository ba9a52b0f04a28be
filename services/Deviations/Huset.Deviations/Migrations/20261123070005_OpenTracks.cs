using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class OpenTracks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "duties_left",
                table: "deviations",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "moments",
                table: "deviations",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.CreateTable(
                name: "open_tracks",
                columns: table => new
                {
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    known_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    nature = table.Column<string>(type: "text", nullable: false),
                    affected = table.Column<string>(type: "text", nullable: true),
                    begun_by_name = table.Column<string>(type: "text", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    parts = table.Column<string>(type: "jsonb", nullable: false),
                    duties = table.Column<string>(type: "jsonb", nullable: false),
                    statement = table.Column<string>(type: "text", nullable: true),
                    statement_by_name = table.Column<string>(type: "text", nullable: true),
                    statement_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_tracks", x => x.deviation_id);
                    table.ForeignKey(
                        name: "fk_open_tracks_deviations_deviation_id",
                        column: x => x.deviation_id,
                        principalTable: "deviations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "code_list_items",
                columns: new[] { "code", "list", "hint", "kind", "name", "number", "topic", "valid_from", "valid_to", "version" },
                values: new object[,]
                {
                    { "altered", "breach-natures", "Fel uppgifter har sparats eller ändrats utan lov.", null, "Uppgifter har ändrats", 3, null, null, null, 1 },
                    { "disclosed", "breach-natures", "Fel mottagare, fel behörighet, stulen enhet.", null, "Obehörig har fått del av uppgifter", 1, null, null, null, 1 },
                    { "lost", "breach-natures", "Kan inte återskapas, eller bara delvis.", null, "Uppgifter har förlorats eller förstörts", 2, null, null, null, 1 },
                    { "unavailable", "breach-natures", "Avbrott, angrepp, utpressningsprogram.", null, "System eller uppgifter går inte att nå", 4, null, null, null, 1 },
                    { "consequences", "breach-parts", "För dem vars uppgifter det är, och för verksamheten (GDPR artikel 33.3 c).", null, "Sannolika konsekvenser", 4, null, null, null, 1 },
                    { "contact", "breach-parts", "Dataskyddsombudet eller annan som kan svara (GDPR artikel 33.3 b).", null, "Kontakt", 3, null, null, null, 1 },
                    { "event", "breach-parts", "Art, tid och hur det upptäcktes (GDPR artikel 33.3 a och 33.5).", null, "Vad som hände", 1, null, null, null, 1 },
                    { "extent", "breach-parts", "Kategorier och ungefärligt antal registrerade och poster (GDPR artikel 33.3 a).", null, "Vilka och hur många", 2, null, null, null, 1 },
                    { "measures", "breach-parts", "Vad som har gjorts och föreslås för att mildra och hindra (GDPR artikel 33.3 d).", null, "Åtgärder", 5, null, null, null, 1 },
                    { "risk", "breach-parts", "Osannolik, sannolik eller hög risk, och varför; av det följer vem som ska få veta (GDPR artikel 33.1 och 34).", null, "Risk för människors rättigheter", 6, null, null, null, 1 },
                    { "commuting", "work-environment-natures", "Försäkringskassan får anmälan; Arbetsmiljöverket bara när arbetet var orsaken.", null, "Olycksfall på väg till eller från arbetet", 2, null, null, null, 1 },
                    { "illness", "work-environment-natures", "Ohälsa som har vuxit fram i arbetet, fysiskt eller psykiskt.", null, "Arbetssjukdom", 3, null, null, null, 1 },
                    { "injury", "work-environment-natures", "Någon skadades i arbetet. Också hot och våld.", null, "Olycksfall i arbetet", 1, null, null, null, 1 },
                    { "near-miss", "work-environment-natures", "Ingen skadades, men det kunde ha gått illa.", null, "Tillbud", 5, null, null, null, 1 },
                    { "serious-near-miss", "work-environment-natures", "Ingen skadades, men det var allvarlig fara för liv eller hälsa (AML 3 kap. 3 a §).", null, "Allvarligt tillbud", 4, null, null, null, 1 },
                    { "causes", "work-environment-parts", "Orsaker i arbetet, så att risken kan förebyggas (AFS 2023:1: orsakerna utreds).", null, "Orsaker", 4, null, null, null, 1 },
                    { "consequence", "work-environment-parts", "Vad det ledde till för medarbetaren, och vad det kunde ha lett till (AFS 2023:1).", null, "Skada eller ohälsa", 2, null, null, null, 1 },
                    { "event", "work-environment-parts", "Plats, uppgift och förlopp. Skriv inget om den som får stöd (AFS 2023:1).", null, "Vad som hände", 1, null, null, null, 1 },
                    { "follow-up", "work-environment-parts", "Hur och när ni ser att åtgärderna har haft effekt (AFS 2023:1).", null, "Uppföljning", 7, null, null, null, 1 },
                    { "immediate", "work-environment-parts", "Första hjälpen, stöd efteråt, fara som togs bort (AFS 2023:1).", null, "Vad som gjordes genast", 3, null, null, null, 1 },
                    { "measures", "work-environment-parts", "Vad, vem och när; det som inte görs genast står i en handlingsplan (AFS 2023:1).", null, "Åtgärder", 6, null, null, null, 1 },
                    { "risk", "work-environment-parts", "Allvarlig eller inte, här och på andra ställen (AFS 2023:1: riskbedömning).", null, "Risk att det händer igen", 5, null, null, null, 1 }
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "open_tracks");

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "altered", "breach-natures" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "disclosed", "breach-natures" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "lost", "breach-natures" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "unavailable", "breach-natures" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "consequences", "breach-parts" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "contact", "breach-parts" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "event", "breach-parts" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "extent", "breach-parts" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "measures", "breach-parts" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "risk", "breach-parts" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "commuting", "work-environment-natures" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "illness", "work-environment-natures" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "injury", "work-environment-natures" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "near-miss", "work-environment-natures" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "serious-near-miss", "work-environment-natures" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "causes", "work-environment-parts" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "consequence", "work-environment-parts" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "event", "work-environment-parts" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "follow-up", "work-environment-parts" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "immediate", "work-environment-parts" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "measures", "work-environment-parts" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "risk", "work-environment-parts" });

            migrationBuilder.DropColumn(
                name: "duties_left",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "moments",
                table: "deviations");
        }
    }
}
