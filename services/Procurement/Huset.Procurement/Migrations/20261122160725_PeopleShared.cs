using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Procurement.Migrations
{
    /// <inheritdoc />
    public partial class PeopleShared : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_people_name_id",
                table: "people");

            migrationBuilder.AddColumn<string>(
                name: "role",
                table: "people",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateIndex(
                name: "ix_people_account_id",
                table: "people",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_people_home_unit_name",
                table: "people",
                columns: new[] { "home_unit", "name" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_people_account_id",
                table: "people");

            migrationBuilder.DropIndex(
                name: "ix_people_home_unit_name",
                table: "people");

            migrationBuilder.DropColumn(
                name: "role",
                table: "people");

            migrationBuilder.CreateIndex(
                name: "ix_people_name_id",
                table: "people",
                columns: new[] { "name", "id" });
        }
    }
}
